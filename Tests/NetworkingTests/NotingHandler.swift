import Audio
import Networking

/// A handler that notes what happens, echoes text when asked to, and carries out a test's jobs on the loop's
/// thread.
final class NotingHandler: MediaLoopHandler {
  final class Peer {
    let id: ConnectionID
    let path: String

    init(_ id: ConnectionID, _ path: String) {
      self.id = id
      self.path = path
    }
  }

  let board: Board
  let admission: @Sendable (UpgradeRequest) -> Admission
  /// In the order they opened.
  var peers: [Peer] = []
  private(set) var loop: MediaLoop<NotingHandler>?

  init(_ board: Board, _ admission: @escaping @Sendable (UpgradeRequest) -> Admission) {
    self.board = board
    self.admission = admission
  }

  func started(on loop: MediaLoop<NotingHandler>) { self.loop = loop }

  func admit(_ request: UpgradeRequest) -> Admission {
    board.post(request)
    return admission(request)
  }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> Peer {
    let peer = Peer(id, request.path)
    peers.append(peer)
    board.post(.opened(tag: request.tag))
    return peer
  }

  func connectFailed(_ tag: Int, status: Int?, reason: String) {
    board.post(.connectFailed(tag: tag, status: status))
  }

  func received(text message: Span<UInt8>, on peer: Peer) {
    board.post(.text(bytes(message)))
    if peer.path == "/echo" { _ = loop?.write(message, to: peer.id) }
  }

  func receivedBinary(_ message: Span<UInt8>, on peer: Peer) {
    board.post(.binary(bytes(message)))
  }

  private func bytes(_ message: Span<UInt8>) -> [UInt8] {
    [UInt8](capacity: message.count) { output in
      for index in message.indices { output.append(message[index]) }
    }
  }

  func writable(_ peer: Peer) { board.post(.writable) }
  func closed(_ peer: Peer, code: Int?) { board.post(.closed(code)) }

  func sweepEnded(at now: MediaTime) -> MediaTime? {
    for job in board.takeJobs() { job(self) }
    return nil
  }
}
