internal import CPlatform
internal import Glibc

/// The listening socket. The loop accepts by itself, so that what happens to a socket that is one too many is
/// its own decision, and a port in use is an error that says so.
final class Listener {
  /// The port in use.
  let port: Int
  private let descriptor: Int32
  private var isAttached = false
  private(set) var socket: WebSocketHandle?
  /// Given up for a moment when the process is out of descriptors, to accept a peer and hang up on it; left
  /// alone, it would keep the loop awake.
  private var reserve: Int32

  init(_ endpoint: MediaLoopOptions.Endpoint) throws(NetworkingError) {
    if endpoint.sharing == .first {
      // A port that is shared by others in the same way would be ours to share.
      _ = Glibc.close(try Self.listen(endpoint, isShared: false).descriptor)
    }
    (descriptor, port) = try Self.listen(endpoint, isShared: endpoint.sharing != .alone)
    reserve = cplatform_reserve_descriptor()
  }

  private static func listen(
    _ endpoint: MediaLoopOptions.Endpoint, isShared: Bool
  ) throws(NetworkingError) -> (descriptor: Int32, port: Int) {
    var bound: Int32 = 0
    let descriptor = unsafe cplatform_listen(
      endpoint.address, Int32(clamping: endpoint.port), isShared, &bound)
    switch -descriptor {
    case EADDRINUSE: throw .addressInUse(endpoint.port)
    case EACCES, EPERM: throw .permissionDenied(endpoint.port)
    case 1...: throw .addressUnavailable(endpoint.address, code: Int(-descriptor))
    default: return (descriptor, Int(bound))
    }
  }

  /// From here on the library closes the socket.
  func attach(to context: LoopContext) throws(NetworkingError) {
    guard let socket = context.watch(descriptor) else { throw .setupFailed(NetworkingLog.lastLine) }
    self.socket = socket
    isAttached = true
  }

  enum Accepted {
    case socket(Int32)
    /// There was no descriptor for it, so it was hung up on.
    case turnedAway
    case none
  }

  /// The next waiting socket.
  func accept() -> Accepted {
    let accepted = cplatform_accept(descriptor)
    if accepted >= 0 { return .socket(accepted) }
    guard accepted == -EMFILE || accepted == -ENFILE, reserve >= 0 else { return .none }
    return turnAway() ? .turnedAway : .none
  }

  private func turnAway() -> Bool {
    _ = Glibc.close(reserve)
    let accepted = cplatform_accept(descriptor)
    if accepted >= 0 { _ = Glibc.close(accepted) }
    reserve = cplatform_reserve_descriptor()
    return accepted >= 0
  }

  func close() {
    if !isAttached { _ = Glibc.close(descriptor) }
    wasClosed()
  }

  /// The library closed the socket.
  func wasClosed() {
    if reserve >= 0 { _ = Glibc.close(reserve) }
    reserve = -1
  }
}
