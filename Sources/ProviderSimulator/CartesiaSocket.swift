import Foundation

/// Cartesia's voices (docs.cartesia.ai, "Text-to-Speech (WebSocket)"): contexts, continuations, word times, cancel.
final class CartesiaSocket: WebSocketPeer {
  private final class Context {
    let stream: EventStream
    var sender: SpeechSender?
    var buffer = TextBuffer()
    var flushes = 0
    var pieces = 0
    var isEnding = false

    init(_ stream: EventStream) { self.stream = stream }
  }

  private let connection: Connection
  private var contexts: [String: Context] = [:]

  init(_ connection: Connection) { self.connection = connection }

  func opened() {}
  func received(binary: [UInt8]) { fail(nil, "Bad request", "a request is a text message") }

  func closed() {
    for context in contexts.values { context.sender?.cancel(atOnce: true) }
    contexts = [:]
  }

  func received(text: String) {
    guard let message = JSONText.object(Array(text.utf8)) else {
      return fail(nil, "Bad request", "the message is no JSON object")
    }
    let id = message["context_id"] as? String
    if message["cancel"] as? Bool == true { return cancel(id) }
    guard let id else { return fail(nil, "Bad request", "context_id is missing") }
    guard let transcript = message["transcript"] as? String else {
      return fail(id, "Bad request", "transcript is missing")
    }
    guard let context = contexts[id] ?? make(id, message) else { return }
    connection.context.tally.count(.cartesia) { $0.characters += transcript.count }
    context.buffer.add(transcript)
    for sentence in context.buffer.sentences() { context.sender?.speak(sentence) }
    if message["flush"] as? Bool == true { flush(id, context) }
    if message["continue"] as? Bool == true {
      wait(context, milliseconds: message["max_buffer_delay_ms"] as? Int ?? 3000)
    } else {
      end(id, context)
    }
  }

  // MARK: Contexts

  private func make(_ id: String, _ message: [String: Any]) -> Context? {
    guard let model = message["model_id"] as? String, model.hasPrefix("sonic") else {
      fail(
        id, "Invalid model", "The model is not valid, make sure it is a valid model ID.", "model_not_found")
      return nil
    }
    guard let voice = message["voice"] as? [String: Any], voice["mode"] as? String == "id",
      let voiceID = voice["id"] as? String, !voiceID.isEmpty, !voiceID.hasPrefix("unknown")
    else {
      fail(
        id, "Invalid voice", "The voice is not valid, make sure it is a valid voice ID.", "voice_not_found")
      return nil
    }
    guard let output = message["output_format"] as? [String: Any], let format = AudioFormat(cartesia: output)
    else {
      fail(id, "Bad request", "output_format is missing or not supported")
      return nil
    }
    let stream = EventStream(connection: connection, vendor: .cartesia, framing: .webSocket)
    stream.errorEvent = .text(
      error(id, "Internal error", "Internal server error.", "internal_server_error", 500))
    let context = Context(stream)
    let wantsTimes = message["add_timestamps"] as? Bool == true
    context.sender = SpeechSender(stream, format, first: .cartesiaFirst, pace: .cartesiaPace) {
      [unowned context] piece in
      context.pieces += 1
      let audio = Data(piece.audio).base64EncodedString()
      stream.send(
        .text(
          """
          {"type":"chunk","data":"\(audio)","done":false,"status_code":206,"step_time":12.5,\
          "context_id":\(JSONText.quote(id))}
          """))
      guard wantsTimes, !piece.words.isEmpty else { return }
      stream.send(.text(Self.times(piece.words, id)))
    }
    contexts[id] = context
    return context
  }

  private static func times(_ words: [TimedWord], _ id: String) -> String {
    """
    {"type":"timestamps","done":false,"status_code":206,"context_id":\(JSONText.quote(id)),\
    "word_timestamps":{"words":\(JSONText.list(words.map { JSONText.quote($0.text) })),\
    "start":\(JSONText.list(words.map { JSONText.number($0.start) })),\
    "end":\(JSONText.list(words.map { JSONText.number($0.end) }))}}
    """
  }

  private func flush(_ id: String, _ context: Context) {
    context.sender?.speak(context.buffer.rest())
    context.flushes += 1
    let text = """
      {"type":"flush_done","done":false,"flush_done":true,"flush_id":\(context.flushes),"status_code":206,\
      "context_id":\(JSONText.quote(id))}
      """
    context.sender?.afterwards { context.stream.send(.text(text)) }
  }

  private func wait(_ context: Context, milliseconds: Int) {
    let waiting = context.buffer.text
    guard !waiting.isEmpty else { return }
    connection.after(Double(max(0, milliseconds)) / 1000) { [weak context] in
      guard let context, context.buffer.text.hasPrefix(waiting) else { return }
      context.sender?.speak(context.buffer.rest())
    }
  }

  private func end(_ id: String, _ context: Context) {
    guard !context.isEnding else { return }
    context.isEnding = true
    context.sender?.speak(context.buffer.rest())
    context.sender?.afterwards { [weak self] in
      let text = "{\"type\":\"done\",\"done\":true,\"status_code\":206,\"context_id\":\(JSONText.quote(id))}"
      context.stream.sendLast(.text(text))
      self?.contexts[id] = nil
    }
  }

  /// What has begun to be spoken goes on to its end, as documented.
  private func cancel(_ id: String?) {
    guard let id, let context = contexts[id] else { return }
    connection.context.tally.count(.cartesia) { $0.cancels += 1 }
    context.buffer = TextBuffer()
    context.sender?.cancel(atOnce: false)
    end(id, context)
  }

  // MARK: Errors

  private func fail(_ id: String?, _ title: String, _ message: String, _ code: String = "bad_request") {
    connection.context.tally.complain(.cartesia, message)
    let text = error(id, title, message, code, 400)
    connection.write(WebSocketFraming.frame(.text, Array(text.utf8)))
  }

  private func error(_ id: String?, _ title: String, _ message: String, _ code: String, _ status: Int)
    -> String
  {
    """
    {"type":"error","done":true,"title":\(JSONText.quote(title)),"message":\(JSONText.quote(message)),\
    "error_code":"\(code)","status_code":\(status),"context_id":\(id.map(JSONText.quote) ?? "null")}
    """
  }
}
