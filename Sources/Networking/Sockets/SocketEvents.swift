internal import Audio

/// Gives the loop's events to the driver of a `ProviderLoop`'s sockets.
final class SocketEvents: LoopEvents {
  private let driver: SocketDriver

  init(_ driver: SocketDriver) { self.driver = driver }

  override func started() {}
  override func admit(_ request: UpgradeRequest) -> Admission { .refuse(status: 404, reason: "") }

  override func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> AnyObject {
    driver.opened(id, request)
  }

  override func connectFailed(_ failure: ConnectFailure) { driver.connectFailed(failure) }
  override func answered(_ tag: Int, headers: [String: String]) { driver.answered(tag, headers: headers) }

  override func received(_ kind: MessageKind, _ message: Span<UInt8>, on connection: AnyObject) {
    driver.received(kind, message, on: connection)
  }

  override func refusedMessage(_ connection: AnyObject) { driver.refusedMessage(connection) }
  override func peerCloses(_ connection: AnyObject, reason: String) {
    driver.peerCloses(connection, reason: reason)
  }
  override func writable(_ connection: AnyObject) { driver.writable(connection) }
  override func closed(_ connection: AnyObject, code: Int?) { driver.closed(connection, code: code) }
  override func loopEnds() { driver.loopEnds() }
  override func woke(late: MediaTime) {}
  override func sweepEnded(at now: MediaTime) -> MediaTime? { driver.sweepEnded(at: now) }
}
