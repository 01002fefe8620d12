import Foundation

/// Deepgram's voices over a WebSocket (developers.deepgram.com, "Continuous Text Stream").
final class AuraSocket: WebSocketPeer {
  private let connection: Connection
  private let format: AudioFormat
  private let model: String
  private var buffer = TextBuffer()
  private var stream: EventStream?
  private var sender: SpeechSender?
  private var sequence = 0

  init(_ connection: Connection, _ request: SimulatedRequest, _ format: AudioFormat) {
    self.connection = connection
    self.format = format
    model = request.query["model"] ?? "aura-asteria-en"
  }

  func opened() {
    direct(
      """
      {"type":"Metadata","request_id":"\(UUID().uuidString.lowercased())","model_name":"\(model)",\
      "model_version":"2025-04-07.0","model_uuid":"0f4e5a0a-9d0b-4d2a-8e5e-2f3a8f3d9b11"}
      """)
  }

  func received(text: String) {
    guard let message = JSONText.object(Array(text.utf8)), let type = message["type"] as? String else {
      return warn("the text message is no JSON", "DATA-0001")
    }
    switch type {
    case "Speak":
      guard let text = message["text"] as? String, text.count <= 2000 else {
        return warn("Speak needs a text of at most 2000 characters", "DATA-0002")
      }
      connection.context.tally.count(.aura) { $0.characters += text.count }
      buffer.add(text)
      for sentence in buffer.sentences() { generation.speak(sentence) }
    case "Flush":
      let number = sequence
      sequence += 1
      let stream = current
      generation.speak(buffer.rest())
      generation.afterwards { [self] in
        stream.sendLast(.text("{\"type\":\"Flushed\",\"sequence_id\":\(number)}"))
        if self.stream === stream { (self.stream, sender) = (nil, nil) }
      }
    case "Clear":
      connection.context.tally.count(.aura) { $0.cancels += 1 }
      buffer = TextBuffer()
      sender?.cancel(atOnce: true)
      (stream, sender) = (nil, nil)
      direct("{\"type\":\"Cleared\",\"sequence_id\":\(sequence)}")
    case "Close":
      connection.write(WebSocketFraming.close(code: 1000, reason: ""))
      connection.close()
    default: warn("unknown message type \(type)", "DATA-0000")
    }
  }

  func received(binary: [UInt8]) { warn("binary messages are not expected", "DATA-0003") }

  func closed() { sender?.cancel(atOnce: true) }

  private var current: EventStream {
    if let stream { return stream }
    let made = EventStream(connection: connection, vendor: .aura, framing: .webSocket)
    made.errorEvent = .text("{\"type\":\"Error\",\"err_code\":\"INTERNAL\",\"err_msg\":\"Internal error\"}")
    stream = made
    return made
  }

  private var generation: SpeechSender {
    if let sender { return sender }
    let stream = current
    let made = SpeechSender(stream, format, first: .auraFirst, pace: .auraPace) { piece in
      stream.send(.binary(piece.audio))
    }
    sender = made
    return made
  }

  private func direct(_ text: String) { connection.write(WebSocketFraming.frame(.text, Array(text.utf8))) }

  private func warn(_ reason: String, _ code: String) {
    connection.context.tally.complain(.aura, reason)
    direct("{\"type\":\"Warning\",\"description\":\(JSONText.quote(reason)),\"code\":\"\(code)\"}")
  }
}
