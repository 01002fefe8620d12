internal import Wire

/// What one media loop tells another: a call's newer stream came in on another loop than its first.
enum LoopMail: Sendable {
  /// Give the call up.
  case wanted(HandOver)
  /// It is yours; without a port there is nothing to take over, and the stream begins a new call.
  case handedOver(HandOver, port: CallPort?, chunkBase: Int64)

  struct HandOver: Sendable {
    let slot: Int
    let loop: Int
    /// The stream that wants it.
    let connection: ObjectIdentifier
    let start: TelnyxStart
    let format: CallFormat
  }
}
