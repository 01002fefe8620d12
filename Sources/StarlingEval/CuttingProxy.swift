import Foundation
import Glibc
import Synchronization

/// A TCP proxy on loopback that, when told to, cuts each connection after a random number of bytes.
final class CuttingProxy: Sendable {
  /// The most bytes that a connection carries while connections are cut.
  private static let mostBytes = 12_000

  private struct State {
    var random: VADRandom
    var isCutting = false
    var cuts = 0
  }

  /// Two sockets, closed when neither direction uses them any more.
  private final class Pair: Sendable {
    let client: Int32
    let server: Int32
    /// Bytes until it is cut; nil while it is not to be.
    let left = Mutex<Int?>(nil)

    init(client: Int32, server: Int32) {
      self.client = client
      self.server = server
    }

    deinit {
      close(client)
      close(server)
    }

    func end() {
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(server, Int32(SHUT_RDWR))
    }
  }

  let port: Int
  private let target: Int
  private let listener: Int32
  private let state: Mutex<State>

  /// - Parameter target: a port on loopback.
  init(to target: Int, seed: UInt64) throws(LoadFailure) {
    self.target = target
    state = Mutex(State(random: VADRandom(seed: seed)))
    // Not for children: they would keep it open.
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = Self.loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isOpen = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isOpen else { throw LoadFailure("the proxy has no port: errno \(errno)") }
    port = Int(in_port_t(bigEndian: address.sin_port))
    let accepting = Thread { [weak self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, let self else {
          if client >= 0 { close(client) }
          close(listener)
          return
        }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        self.connect(client)
      }
    }
    accepting.start()
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  func startCutting() { state.withLock { $0.isCutting = true } }

  /// Gives how many connections were cut.
  func stopCutting() -> Int {
    state.withLock { state in
      state.isCutting = false
      defer { state.cuts = 0 }
      return state.cuts
    }
  }

  private func connect(_ client: Int32) {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = Self.loopback(target)
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      close(client)
      close(server)
      return
    }
    let pair = Pair(client: client, server: server)
    Thread { [self] in carry(pair, from: client, to: server) }.start()
    Thread { [self] in carry(pair, from: server, to: client) }.start()
  }

  private func carry(_ pair: Pair, from source: Int32, to sink: Int32) {
    defer { pair.end() }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe recv(source, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      let allowed = allow(count, on: pair)
      var sent = 0
      while sent < allowed {
        // Sound: `sent` is below `allowed`, and that at most the buffer's length.
        let step = unsafe buffer.withUnsafeBytes { bytes in
          unsafe send(
            sink, bytes.baseAddress.map { unsafe $0 + sent }, allowed - sent, Int32(MSG_NOSIGNAL))
        }
        guard step > 0 else { return }
        sent += step
      }
      if allowed < count { return }
    }
  }

  private func allow(_ count: Int, on pair: Pair) -> Int {
    let drawn = state.withLock { state -> Int? in
      state.isCutting ? Int(state.random.uniform() * Double(Self.mostBytes)) : nil
    }
    let allowed = pair.left.withLock { left -> Int in
      guard let drawn else {
        left = nil
        return count
      }
      let before = left ?? drawn
      left = before - count
      return min(count, max(0, before))
    }
    if allowed < count { state.withLock { $0.cuts += 1 } }
    return allowed
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return address
  }
}
