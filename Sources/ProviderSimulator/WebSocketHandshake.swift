import Foundation

/// RFC 6455 section 4.2.2.
enum WebSocketHandshake {
  static func accept(key: String) -> String {
    Data(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
  }
}
