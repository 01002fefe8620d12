public import Audio

/// What a loop's user does with its connections. Every method runs on the loop's thread, and none may block.
///
/// A handler must not be touched from other threads except through parts of it that are made for that.
public protocol MediaLoopHandler: AnyObject {
  /// What the user keeps for a connection; handed back with everything that happens on it.
  associatedtype Connection: AnyObject

  /// First of all, once: the loop this handler belongs to. Kept strongly, it is let go when the loop stops.
  func started(on loop: MediaLoop<Self>)
  /// Before an upgrade completes. `opened` follows before any other method is called, unless the peer vanished: what
  /// was reserved here and is not claimed by then must be given up.
  func admit(_ request: UpgradeRequest) -> Admission
  /// A connection is open, on either side; `request.tag` tells the client's from the accepted.
  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> Connection
  /// A connection asked for with `connect` did not come about; `status` is the peer's HTTP status when it
  /// sent one.
  func connectFailed(_ tag: Int, status: Int?, reason: String)
  /// A whole text message, its fragments joined. Not checked to be UTF-8.
  func received(text message: Span<UInt8>, on connection: Connection)
  func receivedBinary(_ message: Span<UInt8>, on connection: Connection)
  /// After a write was answered `.wouldBlock`: there is room again.
  func writable(_ connection: Connection)
  /// Once for each `opened`, whatever ended it. `code` is the peer's close code, or else ours; `nil` after an
  /// abrupt end. 1005 stands for a close without a code.
  func closed(_ connection: Connection, code: Int?)
  /// The loop woke for a beat of its own or for what the handler asked for, `late` after the time it was meant to.
  func woke(late: MediaTime)
  /// After every sweep and wake: the place to write what has become due.
  /// - Returns: when to be called again at the latest, on the clock of `now`; `nil` for "when something
  ///   happens".
  func sweepEnded(at now: MediaTime) -> MediaTime?
}

extension MediaLoopHandler {
  public func started(on loop: MediaLoop<Self>) {}
  public func admit(_ request: UpgradeRequest) -> Admission { .accept }
  public func connectFailed(_ tag: Int, status: Int?, reason: String) {}
  public func receivedBinary(_ message: Span<UInt8>, on connection: Connection) {}
  public func writable(_ connection: Connection) {}
  public func woke(late: MediaTime) {}
  public func sweepEnded(at now: MediaTime) -> MediaTime? { nil }
}
