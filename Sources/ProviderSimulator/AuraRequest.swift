import Foundation

/// Deepgram's voices over HTTP: one text, a streamed body; a WAV file unless `container=none`.
final class AuraRequest {
  private let exchange: HTTPExchange

  init(_ exchange: HTTPExchange) { self.exchange = exchange }

  func answer() {
    let request = exchange.request
    let reply = VendorReply(.aura)
    guard request.method == "POST", let text = JSONText.object(request.body)?["text"] as? String,
      !text.isEmpty,
      text.count <= 2000
    else {
      exchange.context.tally.complain(.aura, "no text of 1 to 2000 characters")
      return exchange.respond(400, json: reply.malformed("no text of 1 to 2000 characters"))
    }
    guard let format = AudioFormat(speaking: request) else {
      return exchange.respond(400, json: reply.malformed("encoding or sample_rate are not supported"))
    }
    exchange.context.tally.count(.aura) { $0.characters += text.count }
    let stream = EventStream(connection: exchange.connection, vendor: .aura, framing: .body)
    let isBare = request.query["container"] == "none"
    var hasBegun = false
    let headers = [
      ("dg-model-name", request.query["model"] ?? "aura-asteria-en"), ("dg-char-count", "\(text.count)"),
    ]
    let begin = { [exchange] in
      guard !hasBegun else { return }
      hasBegun = true
      exchange.begin(type: isBare ? "audio/\(format.encoding.rawValue)" : "audio/wav", headers: headers)
    }
    let sender = SpeechSender(stream, format, first: .auraFirst, pace: .auraPace) { [exchange] piece in
      guard !exchange.isDone else { return }
      if !hasBegun {
        begin()
        if !isBare { stream.send(.binary(Self.header(format))) }
      }
      // A body is cut anywhere, in the middle of a sample too.
      stream.send(.binary(Array(piece.audio.prefix(piece.audio.count / 2 | 1))))
      stream.send(.binary(Array(piece.audio.dropFirst(piece.audio.count / 2 | 1))))
    }
    exchange.onCancel = { sender.cancel(atOnce: true) }
    sender.speak(text)
    sender.afterwards { [exchange] in
      begin()
      stream.finish()
      exchange.end()
    }
  }

  /// A WAV header for a stream whose length is not known.
  private static func header(_ format: AudioFormat) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    let width = format.encoding.bytesPerSample
    let kind = format.encoding == .mulaw ? 7 : format.encoding == .alaw ? 6 : 1
    return Array("RIFF".utf8) + little(0x7FFF_FFFF, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
      + little(kind, 2)
      + little(1, 2) + little(format.rate, 4) + little(format.rate * width, 4) + little(width, 2)
      + little(width * 8, 2) + Array("data".utf8) + little(0x7FFF_FFDB, 4)
  }
}
