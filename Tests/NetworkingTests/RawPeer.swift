import Glibc

/// A WebSocket client of a few lines over a blocking socket, so that the tests do not believe one library
/// about itself. Waits at most 20 s for anything.
final class RawPeer {
  struct Frame: Equatable {
    var isFinal = true
    var opcode: UInt8
    var payload: [UInt8]

    static func text(_ text: String) -> Frame { Frame(opcode: 1, payload: Array(text.utf8)) }
    static func close(_ code: Int, _ reason: String = "") -> Frame {
      Frame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + reason.utf8)
    }
  }

  struct Refused: Error { let head: String }
  struct NoConnection: Error { let code: Int32 }

  private let descriptor: Int32
  private var isOpen = true
  /// Read beyond the response's head.
  private var surplus: [UInt8] = []

  init(port: Int, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer {
      unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      let code = errno
      close()
      throw NoConnection(code: code)
    }
  }

  deinit { close() }

  func close() {
    guard isOpen else { return }
    isOpen = false
    _ = Glibc.close(descriptor)
  }

  /// Ends the connection with a reset.
  func abort() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    close()
  }

  /// Says that nothing more will be sent.
  func endSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(descriptor, buffer.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// At most `limit` bytes; empty at the end of the stream or when nothing came in time.
  func receive(_ limit: Int = 65_536) -> [UInt8] {
    if !surplus.isEmpty {
      defer { surplus = [] }
      return surplus
    }
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, limit, 0) }
    return count > 0 ? Array(buffer[..<count]) : []
  }

  func receiveAll() -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let part = receive()
      if part.isEmpty { return all }
      all += part
    }
  }

  // MARK: HTTP

  static func handshake(_ path: String, _ headers: [String] = []) -> String {
    let lines =
      [
        "GET \(path) HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ] + headers
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  /// Asks for an upgrade and answers the response's head.
  func upgrade(_ path: String, _ headers: [String] = []) -> String {
    send(Array(Self.handshake(path, headers).utf8))
    var head: [UInt8] = []
    while true {
      let part = receive()
      if part.isEmpty { return String(decoding: head, as: UTF8.self) }
      head += part
      guard let end = Self.endOfHead(head) else { continue }
      surplus = Array(head[end...])
      return String(decoding: head[..<end], as: UTF8.self)
    }
  }

  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (4...bytes.count).first { Array(bytes[($0 - 4)..<$0]) == [13, 10, 13, 10] }
  }

  // MARK: Frames (RFC 6455 §5.2)

  func send(_ frame: Frame) { send(Self.bytes(frame)) }
  func send(text: String) { send(.text(text)) }

  static func bytes(_ frame: Frame) -> [UInt8] {
    let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    let count = frame.payload.count
    var bytes = [(frame.isFinal ? 0x80 : 0) | frame.opcode]
    if count < 126 {
      bytes.append(0x80 | UInt8(count))
    } else if count < 65_536 {
      bytes += [0x80 | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
    } else {
      bytes.append(0x80 | 127)
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
    }
    bytes += mask
    bytes += frame.payload.enumerated().map { $1 ^ mask[$0 & 3] }
    return bytes
  }

  /// The next frame; `nil` at the end of the stream.
  func frame() -> Frame? {
    guard let head = exactly(2) else { return nil }
    var count = Int(head[1] & 0x7F)
    if count >= 126 {
      guard let length = exactly(count == 126 ? 2 : 8) else { return nil }
      count = length.reduce(0) { $0 << 8 | Int($1) }
    }
    guard head[1] & 0x80 == 0, let payload = exactly(count) else { return nil }
    return Frame(isFinal: head[0] & 0x80 != 0, opcode: head[0] & 0x0F, payload: payload)
  }

  private func exactly(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let part = receive(max(count - bytes.count, 65_536))
      guard !part.isEmpty else { return nil }
      bytes += part
    }
    surplus = Array(bytes[count...])
    return Array(bytes[..<count])
  }
}
