import Foundation

/// ElevenLabs' streaming input (elevenlabs.io/docs, "WebSocket"): text in pieces, audio with the alignment of its
/// characters.
final class ElevenLabsSocket: WebSocketPeer {
  private let connection: Connection
  private let format: AudioFormat
  private let isAutomatic: Bool
  private let alignsAll: Bool
  private let inactivity: Double
  private var isAuthorised: Bool
  private var hasBegun = false
  private var schedule = [120, 160, 250, 290]
  private var buffer = TextBuffer()
  private var stream: EventStream?
  private var sender: SpeechSender?
  private var activity = 0
  private var isEnding = false

  init(_ connection: Connection, _ request: SimulatedRequest, _ format: AudioFormat) {
    self.connection = connection
    self.format = format
    isAutomatic = request.flag("auto_mode", false)
    alignsAll = request.flag("sync_alignment", false)
    inactivity = request.query["inactivity_timeout"].flatMap(Double.init) ?? 20
    isAuthorised = request.header("xi-api-key") != nil
  }

  func opened() { watchActivity() }

  func received(binary: [UInt8]) { fail("invalid_message", "a message is text") }

  func closed() { sender?.cancel(atOnce: true) }

  func received(text: String) {
    activity += 1
    guard !isEnding else { return }
    guard let message = JSONText.object(Array(text.utf8)), let piece = message["text"] as? String else {
      return fail("invalid_message", "the message has no text")
    }
    if !hasBegun {
      hasBegun = true
      if !isAuthorised { isAuthorised = message["xi_api_key"] as? String == connection.context.key }
      guard isAuthorised else {
        connection.context.tally.count(.elevenlabs) { $0.rejectedKeys += 1 }
        return fail("invalid_api_key", "Invalid API key")
      }
      let generation = message["generation_config"] as? [String: Any]
      if let given = generation?["chunk_length_schedule"] as? [Int], !given.isEmpty { schedule = given }
      if piece.allSatisfy(\.isWhitespace), !piece.isEmpty { return }
    }
    if piece.isEmpty { return end() }
    connection.context.tally.count(.elevenlabs) { $0.characters += piece.count }
    buffer.add(piece)
    if message["flush"] as? Bool == true {
      generation.speak(buffer.rest())
    } else if isAutomatic || message["try_trigger_generation"] as? Bool == true {
      for sentence in buffer.sentences() { generation.speak(sentence) }
    } else if buffer.text.count >= schedule[0] {
      if schedule.count > 1 { schedule.removeFirst() }
      generation.speak(buffer.rest())
    }
  }

  // MARK: Speaking

  private var generation: SpeechSender {
    if let sender { return sender }
    let stream = EventStream(connection: connection, vendor: .elevenlabs, framing: .webSocket)
    stream.errorEvent = .text(Self.error("internal_server_error", "An internal error occurred."))
    let alignsAll = alignsAll
    let made = SpeechSender(stream, format, first: .elevenlabsFirst, pace: .elevenlabsPace) { piece in
      let audio = Data(piece.audio).base64EncodedString()
      var words = alignsAll ? piece.words : []
      if !alignsAll, let speech = piece.speech {
        words = speech.words.map {
          TimedWord(
            text: stream.content($0.text), start: $0.start + piece.start, end: $0.end + piece.start)
        }
      }
      let alignment = words.isEmpty ? "null" : Self.alignment(words, from: piece.start)
      stream.send(
        .text(
          """
          {"audio":"\(audio)","isFinal":null,"normalizedAlignment":\(alignment),"alignment":\(alignment)}
          """))
    }
    self.stream = stream
    sender = made
    return made
  }

  /// Characters with their times in milliseconds from the begin of the piece.
  private static func alignment(_ words: [TimedWord], from begin: Double) -> String {
    var (chars, starts, durations): ([String], [String], [String]) = ([], [], [])
    for word in words {
      let letters = Array(word.text) + [" "]
      let length = (word.end - word.start) * 1000 / Double(letters.count)
      for (index, letter) in letters.enumerated() {
        chars.append(JSONText.quote(String(letter)))
        starts.append("\(Int((word.start - begin) * 1000 + length * Double(index)))")
        durations.append("\(Int(length))")
      }
    }
    return """
      {"charStartTimesMs":\(JSONText.list(starts)),"charDurationsMs":\(JSONText.list(durations)),\
      "charsDurationsMs":\(JSONText.list(durations)),"chars":\(JSONText.list(chars))}
      """
  }

  private func end() {
    isEnding = true
    generation.speak(buffer.rest())
    generation.afterwards { [self] in
      stream?.sendLast(
        .text("{\"audio\":null,\"isFinal\":true,\"normalizedAlignment\":null,\"alignment\":null}"))
      connection.write(WebSocketFraming.close(code: 1000, reason: ""))
      connection.close()
    }
  }

  // MARK: Errors

  private func watchActivity() {
    let seen = activity
    connection.after(inactivity) { [weak self] in
      guard let self, !isEnding else { return }
      if activity == seen {
        fail("input_timeout_exceeded", "This socket has not received a new text input within the timeout.")
      } else {
        watchActivity()
      }
    }
  }

  private func fail(_ error: String, _ message: String) {
    isEnding = true
    connection.context.tally.complain(.elevenlabs, message)
    connection.write(WebSocketFraming.frame(.text, Array(Self.error(error, message).utf8)))
    connection.write(WebSocketFraming.close(code: 1008, reason: message))
    connection.close()
  }

  private static func error(_ error: String, _ message: String) -> String {
    "{\"message\":\(JSONText.quote(message)),\"error\":\"\(error)\",\"code\":1008}"
  }
}
