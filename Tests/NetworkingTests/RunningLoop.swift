import Networking

/// A loop on a port of loopback, stopped when the test lets it go.
final class RunningLoop: Sendable {
  let board: Board
  let loop: MediaLoop<NotingHandler>

  static var loopback: MediaLoopOptions {
    MediaLoopOptions(name: "test", listen: .init(address: "127.0.0.1", port: 0))
  }

  init(
    _ options: MediaLoopOptions = loopback,
    admission: @escaping @Sendable (UpgradeRequest) -> Admission = { _ in .accept }
  ) throws(NetworkingError) {
    board = Board()
    loop = MediaLoop(options: options, handler: NotingHandler(board, admission))
    try loop.start()
  }

  deinit { loop.stop() }

  /// Runs a job on the loop's thread, soon.
  func run(_ job: @escaping Board.Job) {
    board.add(job)
    loop.wake()
  }

  func upgraded(_ path: String = "/echo") throws -> RawPeer {
    let peer = try RawPeer(port: loop.port)
    let head = peer.upgrade(path)
    guard head.hasPrefix("HTTP/1.1 101 ") else { throw RawPeer.Refused(head: head) }
    return peer
  }
}
