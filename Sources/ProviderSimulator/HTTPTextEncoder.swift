import NIOCore
import NIOHTTP1

/// Takes the HTTP/1.1 text that answers are written in and passes its parts on, for a connection that speaks HTTP/2.
final class HTTPTextEncoder: ChannelOutboundHandler {
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = HTTPServerResponsePart

  private enum Place {
    case head
    /// Bytes that are still to come of a body of known length.
    case body(left: Int)
    case chunks
    case done
  }

  private var bytes: [UInt8] = []
  private var place = Place.head

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    bytes += Array(buffer: unwrapOutboundIn(data))
    while let part = next() { context.write(wrapOutboundOut(part), promise: nil) }
    promise?.succeed()
  }

  private func next() -> HTTPServerResponsePart? {
    switch place {
    case .head: takeHead()
    case .body(let left): takeBody(left)
    case .chunks: takeChunk()
    case .done: nil
    }
  }

  private func takeHead() -> HTTPServerResponsePart? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    bytes.removeFirst(end.upperBound)
    let status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 500
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      let halves = line.split(separator: ":", maxSplits: 1).map { $0.trimmingPrefix(" ") }
      guard halves.count == 2 else { continue }
      headers.add(name: halves[0].lowercased(), value: String(halves[1]))
    }
    place = headers.first(name: "content-length").flatMap(Int.init).map { .body(left: $0) } ?? .chunks
    // What frames a body in HTTP/1.1 has no place in HTTP/2.
    headers.remove(name: "transfer-encoding")
    headers.remove(name: "connection")
    return .head(
      HTTPResponseHead(version: .http2, status: HTTPResponseStatus(statusCode: status), headers: headers))
  }

  private func takeBody(_ left: Int) -> HTTPServerResponsePart? {
    guard left > 0 else {
      place = .done
      return .end(nil)
    }
    guard !bytes.isEmpty else { return nil }
    let piece = bytes.prefix(left)
    place = .body(left: left - piece.count)
    bytes.removeFirst(piece.count)
    return .body(.byteBuffer(ByteBuffer(bytes: piece)))
  }

  private func takeChunk() -> HTTPServerResponsePart? {
    guard let end = bytes.firstRange(of: [13, 10]),
      let length = Int(String(decoding: bytes[..<end.lowerBound], as: UTF8.self), radix: 16),
      bytes.count >= end.upperBound + length + 2
    else { return nil }
    let piece = bytes[end.upperBound..<end.upperBound + length]
    defer { bytes.removeFirst(end.upperBound + length + 2) }
    guard length > 0 else {
      place = .done
      return .end(nil)
    }
    return .body(.byteBuffer(ByteBuffer(bytes: piece)))
  }
}
