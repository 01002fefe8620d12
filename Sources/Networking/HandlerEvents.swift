internal import Audio

/// Gives the loop's events to a handler of a known type.
final class HandlerEvents<Handler: MediaLoopHandler>: LoopEvents {
  private let handler: Handler
  weak var loop: MediaLoop<Handler>?

  init(_ handler: Handler) { self.handler = handler }

  /// Sound: the table holds for a connection only what this handler's `opened` answered.
  private func typed(_ connection: AnyObject) -> Handler.Connection {
    unsafe unsafeDowncast(connection, to: Handler.Connection.self)
  }

  override func started() {
    if let loop { handler.started(on: loop) }
  }

  override func admit(_ request: UpgradeRequest) -> Admission { handler.admit(request) }

  override func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> AnyObject {
    handler.opened(id, request)
  }

  override func connectFailed(_ failure: ConnectFailure) {
    handler.connectFailed(failure.tag, status: failure.status, reason: failure.reason)
  }

  override func received(_ kind: MessageKind, _ message: Span<UInt8>, on connection: AnyObject) {
    switch kind {
    case .text: handler.received(text: message, on: typed(connection))
    case .binary: handler.receivedBinary(message, on: typed(connection))
    }
  }

  override func writable(_ connection: AnyObject) { handler.writable(typed(connection)) }
  override func closed(_ connection: AnyObject, code: Int?) { handler.closed(typed(connection), code: code) }
  override func woke(late: MediaTime) { handler.woke(late: late) }
  override func sweepEnded(at now: MediaTime) -> MediaTime? { handler.sweepEnded(at: now) }
}
