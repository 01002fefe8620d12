public import Audio

/// How long adapters wait for the network by themselves. Whoever watches over a turn gives up sooner; these are for
/// work that nobody watches.
public struct CloudTiming: Sendable, Equatable {
  /// Until a connection is ready: name, TCP, TLS, upgrade.
  public var connect = MediaTime.milliseconds(3_000)
  /// From the request to the head of the response.
  public var firstByte = MediaTime.milliseconds(15_000)
  /// Between two pieces of an answer.
  public var betweenBytes = MediaTime.milliseconds(15_000)
  /// A socket whose peer answers no ping for so long is given up.
  public var silence = MediaTime.milliseconds(20_000)
  /// A recogniser's socket that was sent nothing for so long is kept open by other means.
  public var keepAlive = MediaTime.milliseconds(4_000)
  /// A shared socket that nobody used for so long is closed.
  public var idle = MediaTime.milliseconds(240_000)

  public init() {}
}
