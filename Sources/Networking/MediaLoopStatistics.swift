/// What a loop has done since it started, as of one instant.
public struct MediaLoopStatistics: Equatable, Sendable {
  /// Connections open now, of either side.
  public var openConnections = 0
  /// Accepted sockets that have not upgraded yet.
  public var handshakes = 0
  /// Sockets accepted, whatever became of them.
  public var accepted = 0
  /// Requests answered with an HTTP error.
  public var refused = 0
  /// Sockets closed at once, because too many had not upgraded or no descriptor was left.
  public var closedUnheard = 0
  public var messagesReceived = 0
  public var messagesSent = 0
  /// Writes answered `.wouldBlock`.
  public var blockedWrites = 0
  /// Turns of the loop.
  public var turns = 0
}
