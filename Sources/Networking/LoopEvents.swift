internal import Audio

/// A handler without its type, so that the loop itself is not generic and C can call it.
class LoopEvents {
  func started() { preconditionFailure("abstract") }
  func admit(_ request: UpgradeRequest) -> Admission { preconditionFailure("abstract") }
  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> AnyObject { preconditionFailure("abstract") }
  func connectFailed(_ failure: ConnectFailure) { preconditionFailure("abstract") }
  func received(_ kind: MessageKind, _ message: Span<UInt8>, on connection: AnyObject) {
    preconditionFailure("abstract")
  }
  /// The response to an upgrade that will be opened next.
  func answered(_ tag: Int, headers: [String: String]) {}
  /// A message is too long, and the connection is about to be closed for it.
  func refusedMessage(_ connection: AnyObject) {}
  /// The peer closes, for this reason; `closed` follows.
  func peerCloses(_ connection: AnyObject, reason: String) {}
  func writable(_ connection: AnyObject) { preconditionFailure("abstract") }
  func closed(_ connection: AnyObject, code: Int?) { preconditionFailure("abstract") }
  /// Connections that end from now on do so because the loop stops.
  func loopEnds() {}
  func woke(late: MediaTime) { preconditionFailure("abstract") }
  func sweepEnded(at now: MediaTime) -> MediaTime? { preconditionFailure("abstract") }
}
