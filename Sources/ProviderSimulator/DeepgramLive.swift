import Foundation

/// Deepgram's live recognition with nova-3 (developers.deepgram.com, "Live Audio"): interim results, endpointing,
/// `UtteranceEnd`, `SpeechStarted`, `KeepAlive`, `Finalize`, `CloseStream`.
final class DeepgramLive: WebSocketPeer {
  private static let interimFrames = 10
  private static let silentFrames = 250
  private let connection: Connection
  private let format: AudioFormat
  private let sender: DelayedSender
  private let wantsInterim: Bool
  private let wantsEvents: Bool
  private let isPunctuated: Bool
  /// Frames of silence that end an utterance; nil: never.
  private let endpointing: Int?
  private let utteranceEnd: Int?
  private let requestID = UUID().uuidString.lowercased()
  private var heard: HeardText
  private var stream: EventStream?
  private var resultStart = 0.0
  private var speechStart = 0.0
  private var lastInterim = 0
  private var lastSilentResult = 0
  private var hasOpenWords = false
  private var utteranceEndDue: Double?
  private var activity = 0
  private var isClosing = false
  /// Seconds of audio that the tally does not have yet.
  private var uncounted = 0.0

  init(_ connection: Connection, _ request: SimulatedRequest, _ format: AudioFormat) {
    self.connection = connection
    self.format = format
    sender = DelayedSender(connection)
    wantsInterim = request.flag("interim_results", false)
    wantsEvents = request.flag("vad_events", false)
    isPunctuated = request.flag("punctuate", false) || request.flag("smart_format", false)
    let milliseconds =
      request.query["endpointing"] == "false" ? nil : Int(request.query["endpointing"] ?? "10")
    endpointing = milliseconds.map { max(SpeechTrack.spurtGap, $0 / 20) }
    utteranceEnd = request.query["utterance_end_ms"].flatMap(Int.init).map { max(50, $0 / 20) }
    heard = HeardText(lines: connection.context.lines, rate: format.rate)
  }

  func opened() {
    connection.readInBatches()
    watchActivity()
  }

  func received(text: String) {
    activity += 1
    guard let message = JSONText.object(Array(text.utf8)), let type = message["type"] as? String else {
      return fail(1008, "DATA-0000", "the text message is no JSON")
    }
    switch type {
    case "KeepAlive": break
    case "Finalize": result(isFinal: true, isSpeechFinal: hasOpenWords, isFromFinalize: true)
    case "CloseStream": close()
    default: connection.context.tally.complain(.deepgram, "unknown message type \(type)")
    }
  }

  func received(binary: [UInt8]) {
    activity += 1
    guard !isClosing else { return }
    let samples = format.decode(binary)
    uncounted += Double(samples.count) / Double(format.rate)
    if uncounted >= 1 { countAudio() }
    for case .began(let time) in heard.hear(samples) { began(at: time) }
    advance()
  }

  func closed() { countAudio() }

  private func countAudio() {
    connection.context.tally.count(.deepgram) { $0.audioSeconds += uncounted }
    uncounted = 0
  }

  // MARK: Results

  private func began(at time: Double) {
    if !hasOpenWords { speechStart = time }
    hasOpenWords = true
    utteranceEndDue = nil
    if stream == nil { stream = makeStream() }
    guard wantsEvents else { return }
    send(
      "{\"type\":\"SpeechStarted\",\"channel\":[0,1],\"timestamp\":\(JSONText.number(time))}",
      .deepgramInterim)
  }

  private func advance() {
    let now = heard.track.count
    if hasOpenWords {
      if let endpointing, !heard.isSpeaking, heard.silence >= endpointing {
        result(isFinal: true, isSpeechFinal: true)
      } else if !heard.isSpeaking, heard.time - max(resultStart, speechStart) > 4,
        heard.silence == SpeechTrack.spurtGap
      {
        result(isFinal: true, isSpeechFinal: false)
      } else if wantsInterim, now - lastInterim >= Self.interimFrames {
        result(isFinal: false, isSpeechFinal: false)
      }
    } else if now - lastSilentResult >= Self.silentFrames {
      // Deepgram sends empty results through a silence.
      result(isFinal: true, isSpeechFinal: false)
    }
    if let utteranceEnd, let end = utteranceEndDue, heard.silence >= utteranceEnd {
      utteranceEndDue = nil
      let text = "{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":\(JSONText.number(end))}"
      send(text, .deepgramInterim)
    }
  }

  private func result(isFinal: Bool, isSpeechFinal: Bool, isFromFinalize: Bool = false) {
    lastInterim = heard.track.count
    lastSilentResult = heard.track.count
    var words = isFinal ? heard.take() : heard.words()
    if stream?.has(.empty) == true { words = [] }
    let start = resultStart
    if isFinal {
      resultStart = heard.time
      if let last = words.last { utteranceEndDue = last.end }
    }
    let json = json(
      words, start: start, isFinal: isFinal, isSpeechFinal: isSpeechFinal, isFromFinalize: isFromFinalize)
    send(json, isFinal ? .deepgramFinal : .deepgramInterim, isLast: isSpeechFinal)
    if isSpeechFinal {
      hasOpenWords = false
      stream = nil
    }
  }

  private func json(
    _ words: [TimedWord], start: Double, isFinal: Bool, isSpeechFinal: Bool, isFromFinalize: Bool
  ) -> String {
    let texts = words.map { stream?.content($0.text) ?? $0.text }
    let plain = texts.map { $0.lowercased().filter { !",.?!".contains($0) } }
    let items = words.indices.map { index in
      let punctuated = isPunctuated ? ",\"punctuated_word\":\(JSONText.quote(texts[index]))" : ""
      return """
        {"word":\(JSONText.quote(plain[index])),"start":\(JSONText.number(words[index].start)),\
        "end":\(JSONText.number(words[index].end)),\
        "confidence":\(JSONText.number(confidence(isFinal), digits: 6))\(punctuated)}
        """
    }
    let transcript = (isPunctuated ? texts : plain).joined(separator: " ")
    return """
      {"type":"Results","channel_index":[0,1],"duration":\(JSONText.number(heard.time - start)),\
      "start":\(JSONText.number(start)),"is_final":\(isFinal),"speech_final":\(isSpeechFinal),\
      "channel":{"alternatives":[{"transcript":\(JSONText.quote(transcript)),\
      "confidence":\(words.isEmpty ? "0.0" : JSONText.number(confidence(isFinal), digits: 6)),\
      "words":\(JSONText.list(items))}]},\
      "metadata":{"request_id":"\(requestID)","model_info":{"name":"general-nova-3",\
      "version":"2025-04-17.21547","arch":"nova-3"},"model_uuid":"c0d1a568-ce81-4fea-97e7-bd45cb1fdf3c"},\
      "from_finalize":\(isFromFinalize)}
      """
  }

  private func confidence(_ isFinal: Bool) -> Double {
    isFinal ? 0.97 + 0.03 * connection.random.fraction() : 0.85 + 0.14 * connection.random.fraction()
  }

  // MARK: Sending

  private func makeStream() -> EventStream {
    let stream = EventStream(connection: connection, vendor: .deepgram, framing: .webSocket)
    stream.errorEvent = .text(
      "{\"type\":\"Error\",\"err_code\":\"INTERNAL\",\"err_msg\":\"Internal error\",\"variant\":\"NET-0000\"}"
    )
    return stream
  }

  private func send(_ text: String, _ stage: ServiceTime.Stage, isLast: Bool = false) {
    let stream = stream
    sender.after(connection.draw(stage)) { [connection] in
      guard let stream else { return connection.write(WebSocketFraming.frame(.text, Array(text.utf8))) }
      if isLast { stream.sendLast(.text(text)) } else { stream.send(.text(text)) }
    }
  }

  // MARK: Ending

  private func close() {
    guard !isClosing else { return }
    isClosing = true
    if hasOpenWords { result(isFinal: true, isSpeechFinal: true) }
    let text = """
      {"type":"Metadata","transaction_key":"deprecated","request_id":"\(requestID)",\
      "sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",\
      "created":"\(ISO8601DateFormatter().string(from: Date()))","duration":\(JSONText.number(heard.time)),\
      "channels":1}
      """
    send(text, .deepgramFinal)
    sender.after(0) { [connection] in
      connection.write(WebSocketFraming.close(code: 1000, reason: ""))
      connection.close()
    }
  }

  /// Ten seconds without audio or a message end the connection.
  private func watchActivity() {
    let seen = activity
    connection.after(10) { [weak self] in
      guard let self, !isClosing else { return }
      if activity == seen {
        fail(
          1011, "NET-0001",
          "Deepgram did not receive audio data or a text message within the timeout window.")
      } else {
        watchActivity()
      }
    }
  }

  private func fail(_ code: Int, _ name: String, _ reason: String) {
    isClosing = true
    connection.context.tally.complain(.deepgram, reason)
    connection.write(WebSocketFraming.close(code: code, reason: "\(name): \(reason)"))
    connection.close()
  }
}
