import Foundation
import Glibc

/// The server's end of one connection. Sound as `Sendable`: the descriptor's end is under the lock, the rest
/// belongs to the script's thread.
final class ScriptedConnection: @unchecked Sendable {
  private let descriptor: Int32
  private let lock = NSLock()
  private var isOpen = true
  private var surplus: [UInt8] = []

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// A connection of our own, to stand between a client and a server.
  init?(to port: Int) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let descriptor = descriptor
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 { return nil }
  }

  /// The next request with its body, by its content-length; `nil` at the end.
  func request() -> String? {
    var bytes = surplus
    while true {
      if let text = Self.complete(&bytes) {
        surplus = bytes
        return text
      }
      guard let more = receive() else { return nil }
      bytes += more
    }
  }

  private static func complete(_ bytes: inout [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let head = String(text[..<end.upperBound])
    let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
    let count = length.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    let whole = head.utf8.count + count
    guard bytes.count >= whole else { return nil }
    let request = String(decoding: bytes[..<whole], as: UTF8.self)
    bytes.removeFirst(whole)
    return request
  }

  func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
    }
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  /// Answers `false` when the peer has gone.
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

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  func respond(_ body: String, status: String = "200 OK", headers: String = "") {
    send("HTTP/1.1 \(status)\r\ncontent-length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Waits until the peer ends the connection. Answers whether it did.
  func waitForEnd() -> Bool {
    while receive() != nil {}
    return errno != EAGAIN
  }

  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    close()
  }

  func interrupt() { lock.withLock { if isOpen { shutdown(descriptor, Int32(SHUT_RDWR)) } } }

  func close() {
    lock.withLock {
      guard isOpen else { return }
      isOpen = false
      _ = Glibc.close(descriptor)
    }
  }

  /// Carries bytes both ways until either side ends.
  func tunnel(to other: ScriptedConnection) {
    Thread.detachNewThread {
      while let bytes = other.receive(), self.send(bytes) {}
      self.interrupt()
    }
    while let bytes = receive(), other.send(bytes) {}
    other.interrupt()
  }
}
