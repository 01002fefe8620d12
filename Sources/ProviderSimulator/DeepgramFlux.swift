import Foundation

/// Deepgram's Flux (developers.deepgram.com, "Turn-based Audio"): `TurnInfo` events and `Configure`.
final class DeepgramFlux: WebSocketPeer {
  private enum Turn { case ready, ongoing, awaitingEnd }

  private static let updateFrames = 12
  private let connection: Connection
  private let format: AudioFormat
  private let sender: DelayedSender
  private let requestID = UUID().uuidString.lowercased()
  private var threshold: Double
  private var eagerThreshold: Double?
  private var timeoutFrames: Int
  private var heard: HeardText
  private var stream: EventStream?
  private var turn = Turn.ready
  private var turnIndex = 0
  private var sequence = 0
  private var windowStart = 0.0
  private var lastUpdate = 0
  private var isClosing = false
  /// Seconds of audio that the tally does not have yet.
  private var uncounted = 0.0

  init(_ connection: Connection, _ request: SimulatedRequest, _ format: AudioFormat) {
    self.connection = connection
    self.format = format
    sender = DelayedSender(connection)
    threshold = request.query["eot_threshold"].flatMap(Double.init) ?? 0.7
    eagerThreshold = request.query["eager_eot_threshold"].flatMap(Double.init)
    timeoutFrames = (request.query["eot_timeout_ms"].flatMap(Int.init) ?? 5000) / 20
    heard = HeardText(lines: connection.context.lines, rate: format.rate)
  }

  func opened() {
    connection.readInBatches()
    direct("{\"type\":\"Connected\",\"request_id\":\"\(requestID)\",\"sequence_id\":\(nextSequence())}")
  }

  func received(text: String) {
    guard let message = JSONText.object(Array(text.utf8)) else {
      return fail("UNPARSABLE_CLIENT_MESSAGE", "the text message is no JSON")
    }
    switch message["type"] as? String {
    case "Configure": configure(message)
    case "ForceEndTurn": if turn != .ready { event("EndOfTurn", confidence: 1, trigger: "manual") }
    case "CloseStream":
      isClosing = true
      if turn != .ready { event("EndOfTurn", confidence: confidence) }
      sender.after(0.01) { [connection] in
        connection.write(WebSocketFraming.close(code: 1000, reason: ""))
        connection.close()
      }
    default: fail("UNPARSABLE_CLIENT_MESSAGE", "unknown message type")
    }
  }

  func received(binary: [UInt8]) {
    guard !isClosing else { return }
    let samples = format.decode(binary)
    uncounted += Double(samples.count) / Double(format.rate)
    if uncounted >= 1 { countAudio() }
    let changes = heard.hear(samples)
    if !changes.isEmpty, turn == .awaitingEnd {
      event("TurnResumed", confidence: 0.1)
      turn = .ongoing
    }
    if !changes.isEmpty, turn == .ready, stream == nil { stream = makeStream() }
    advance()
  }

  func closed() { countAudio() }

  private func countAudio() {
    connection.context.tally.count(.flux) { $0.audioSeconds += uncounted }
    uncounted = 0
  }

  // MARK: Turns

  private func advance() {
    let isDue = heard.track.count - lastUpdate >= Self.updateFrames
    switch turn {
    case .ready:
      if isDue {
        if stream != nil, !heard.words().isEmpty {
          turn = .ongoing
          event("StartOfTurn", confidence: 0.05)
        } else {
          event("Update", confidence: 0)
        }
      }
    case .ongoing, .awaitingEnd:
      let confidence = confidence
      if !heard.isSpeaking, confidence >= threshold || heard.silence >= timeoutFrames {
        if turn == .ongoing, eagerThreshold != nil { event("EagerEndOfTurn", confidence: confidence) }
        event("EndOfTurn", confidence: confidence)
      } else if let eagerThreshold, turn == .ongoing, !heard.isSpeaking, confidence >= eagerThreshold {
        event("EagerEndOfTurn", confidence: confidence)
        turn = .awaitingEnd
      } else if isDue {
        event("Update", confidence: confidence)
      }
    }
  }

  /// Grows with silence; faster after a whole sentence than in the middle of one.
  private var confidence: Double {
    guard !heard.isSpeaking else { return 0.05 }
    let silence = Double(heard.silence)
    return switch heard.endsLine {
    case true?: min(0.96, 0.3 + silence * 0.035)
    case false?: min(0.55, 0.1 + silence * 0.012)
    case nil: min(0.9, 0.2 + silence * 0.02)
    }
  }

  private func event(_ name: String, confidence: Double, trigger: String = "model") {
    lastUpdate = heard.track.count
    let isEnd = name == "EndOfTurn"
    let words = takeWords(isEnd: isEnd)
    let text = json(name, words, confidence: confidence, trigger: isEnd ? trigger : nil)
    send(text, name == "Update" ? .fluxUpdate : .fluxTurn, isLast: isEnd)
    guard isEnd else { return }
    turn = .ready
    turnIndex += 1
    windowStart = heard.time
    stream = nil
  }

  private func takeWords(isEnd: Bool) -> [TimedWord] {
    if turn == .ready { return [] }
    let words = isEnd ? heard.take() : heard.words()
    guard let stream else { return words }
    if stream.has(.empty) { return [] }
    return words.map { TimedWord(text: stream.content($0.text), start: $0.start, end: $0.end) }
  }

  private func json(_ name: String, _ words: [TimedWord], confidence: Double, trigger: String?) -> String {
    let items = words.map { word in
      """
      {"word":\(JSONText.quote(word.text)),"confidence":0.98,\
      "start":\(JSONText.number(word.start)),"end":\(JSONText.number(word.end))}
      """
    }
    let ending = trigger.map { ",\"trigger\":\"\($0)\"" } ?? ""
    let transcript = words.map(\.text).joined(separator: " ")
    return """
      {"type":"TurnInfo","request_id":"\(requestID)","sequence_id":\(nextSequence()),"event":"\(name)",\
      "turn_index":\(turnIndex),"audio_window_start":\(JSONText.number(windowStart)),\
      "audio_window_end":\(JSONText.number(heard.time)),\
      "transcript":\(JSONText.quote(transcript)),"words":\(JSONText.list(items)),\
      "end_of_turn_confidence":\(JSONText.number(confidence))\(ending)}
      """
  }

  private func send(_ text: String, _ stage: ServiceTime.Stage, isLast: Bool) {
    let stream = stream
    sender.after(connection.draw(stage)) { [connection] in
      guard let stream else { return connection.write(WebSocketFraming.frame(.text, Array(text.utf8))) }
      if isLast { stream.sendLast(.text(text)) } else { stream.send(.text(text)) }
    }
  }

  private func configure(_ message: [String: Any]) {
    let thresholds = message["thresholds"] as? [String: Any] ?? [:]
    if let value = thresholds["eot_threshold"] as? Double { threshold = value }
    if let value = thresholds["eager_eot_threshold"] as? Double { eagerThreshold = value }
    if let value = thresholds["eot_timeout_ms"] as? Int { timeoutFrames = value / 20 }
    direct(
      """
      {"type":"ConfigureSuccess","request_id":"\(requestID)","thresholds":\(JSONText.write(thresholds)),\
      "keyterms":\(JSONText.write(message["keyterms"] ?? [String]())),"sequence_id":\(nextSequence())}
      """)
  }

  // MARK: Sending

  private func nextSequence() -> Int {
    defer { sequence += 1 }
    return sequence
  }

  private func makeStream() -> EventStream {
    let stream = EventStream(connection: connection, vendor: .flux, framing: .webSocket)
    stream.errorEvent = .text(
      "{\"type\":\"Error\",\"sequence_id\":\(sequence),\"code\":\"INTERNAL_SERVER_ERROR\",\"description\":\"Internal error\"}"
    )
    return stream
  }

  private func direct(_ text: String) {
    sender.after(0) { [connection] in connection.write(WebSocketFraming.frame(.text, Array(text.utf8))) }
  }

  private func fail(_ code: String, _ reason: String) {
    connection.context.tally.complain(.flux, reason)
    direct(
      "{\"type\":\"Error\",\"sequence_id\":\(nextSequence()),\"code\":\"\(code)\",\"description\":\(JSONText.quote(reason))}"
    )
    isClosing = true
    sender.after(0) { [connection] in
      connection.write(WebSocketFraming.close(code: 1008, reason: code))
      connection.close()
    }
  }
}
