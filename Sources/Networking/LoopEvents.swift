internal import Audio

/// A handler without its type, so that the loop itself is not generic and C can call it.
class LoopEvents {
  func started() { preconditionFailure("abstract") }
  func admit(_ request: UpgradeRequest) -> Admission { preconditionFailure("abstract") }
  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> AnyObject { preconditionFailure("abstract") }
  func connectFailed(_ tag: Int, status: Int?, reason: String) { preconditionFailure("abstract") }
  func received(_ kind: MessageKind, _ message: Span<UInt8>, on connection: AnyObject) {
    preconditionFailure("abstract")
  }
  func writable(_ connection: AnyObject) { preconditionFailure("abstract") }
  func closed(_ connection: AnyObject, code: Int?) { preconditionFailure("abstract") }
  func woke(late: MediaTime) { preconditionFailure("abstract") }
  func sweepEnded(at now: MediaTime) -> MediaTime? { preconditionFailure("abstract") }
}
