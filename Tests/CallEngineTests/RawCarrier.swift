import Glibc

/// A WebSocket client of a few lines over a blocking socket: for what a well-behaved client cannot do. Waits at
/// most 20 s for anything.
final class RawCarrier: @unchecked Sendable {  // sound: one test drives it, one call at a time
  struct NoConnection: Error { let code: Int32 }

  private let descriptor: Int32
  private var isOpen = true
  private var surplus: [UInt8] = []

  /// - Parameter smallBuffers: the kernel keeps a few ten kilobytes for this connection instead of megabytes.
  init(port: Int, smallBuffers: Bool = false) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    if smallBuffers {
      set(SOL_SOCKET, SO_RCVBUF, 2_048)
      // The peer's send buffer grows with the segment size, which loopback makes 64 KiB.
      set(Int32(IPPROTO_TCP), TCP_MAXSEG, 536)
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

  private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

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

  /// False once the peer has gone.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(descriptor, buffer.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Asks for an upgrade, and waits for nothing.
  func ask(_ path: String, _ headers: [String] = []) {
    let lines = [
      "GET \(path) HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket",
      "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    send(Array(((lines + headers).joined(separator: "\r\n") + "\r\n\r\n").utf8))
  }

  /// Asks for an upgrade. Answers the response's head, with its body when it is a refusal.
  func upgrade(_ path: String, _ headers: [String] = []) -> String {
    ask(path, headers)
    var head: [UInt8] = []
    while let byte = exactly(1) {
      head += byte
      if head.starts(with: Array("HTTP/1.1 101".utf8)), head.suffix(4) == [13, 10, 13, 10] { break }
    }
    return String(decoding: head, as: UTF8.self)
  }

  /// Sends one text message (RFC 6455 §5.2), masked with zeros.
  @discardableResult
  func send(text: [UInt8]) -> Bool {
    precondition(text.count < 65_536)
    let length: [UInt8] =
      text.count < 126
      ? [0x80 | UInt8(text.count)] : [0x80 | 126, UInt8(text.count >> 8), UInt8(text.count & 0xFF)]
    return send([0x81] + length + [0, 0, 0, 0] + text)
  }

  /// Reads on to the close frame; nil when the connection ends without one.
  func closeFrame() -> (code: Int, reason: String)? {
    while let head = exactly(2) {
      var count = Int(head[1] & 0x7F)
      if count >= 126 {
        guard let length = exactly(count == 126 ? 2 : 8) else { return nil }
        count = length.reduce(0) { $0 << 8 | Int($1) }
      }
      guard let payload = exactly(count) else { return nil }
      guard head[0] & 0x0F == 8, count >= 2 else { continue }
      return (Int(payload[0]) << 8 | Int(payload[1]), String(decoding: payload[2...], as: UTF8.self))
    }
    return nil
  }

  /// Paces a sender on a thread of its own.
  static func pause(until time: ContinuousClock.Instant, _ clock: ContinuousClock) {
    let left = time - clock.now
    if left > .zero { usleep(UInt32(left / .microseconds(1))) }
  }

  private func exactly(_ count: Int) -> [UInt8]? {
    while surplus.count < count {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let received = unsafe buffer.withUnsafeMutableBytes {
        unsafe recv(descriptor, $0.baseAddress, 65_536, 0)
      }
      guard received > 0 else { return nil }
      surplus += buffer[..<received]
    }
    defer { surplus.removeFirst(count) }
    return Array(surplus.prefix(count))
  }
}
