import Foundation
import Glibc

/// A server of a few lines on loopback that says, byte for byte, what a test tells it to: one thread for each
/// connection runs the script. Waits at most 20 s for anything.
///
/// Sound as `Sendable`: the script is, and the rest is under the lock.
final class ScriptedServer: @unchecked Sendable {
  struct Failed: Error {}

  let port: Int
  private let listener: Int32
  private let lock = NSLock()
  private var connections: [ScriptedConnection] = []
  private var taken = 0

  /// Connections accepted so far.
  var accepted: Int { lock.withLock { taken } }
  var url: String { "http://127.0.0.1:\(port)" }

  init(_ script: @escaping @Sendable (ScriptedConnection) -> Void) throws {
    let (descriptor, bound) = try Self.listen()
    listener = descriptor
    port = bound
    Thread.detachNewThread { [weak self] in
      while true {
        let accepted = accept(descriptor, nil, nil)
        guard accepted >= 0, let self else { return }
        let connection = ScriptedConnection(accepted)
        lock.withLock {
          connections.append(connection)
          taken += 1
        }
        Thread.detachNewThread {
          script(connection)
          connection.close()
        }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    _ = Glibc.close(listener)
    for connection in connections { connection.interrupt() }
  }

  /// A port that nobody listens on.
  static func freePort() throws -> Int {
    let (descriptor, port) = try listen()
    _ = Glibc.close(descriptor)
    return port
  }

  private static func listen() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var on: Int32 = 1
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, length) == 0 && Glibc.listen(descriptor, 512) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard isBound else { throw Failed() }
    return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
  }
}
