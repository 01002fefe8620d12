/// What became of a message handed to a loop.
public enum WriteResult: Equatable, Sendable {
  /// The system has it, or has most of it and the loop keeps the rest: one message at the most, for each
  /// connection.
  case written
  /// Nothing was taken: the peer reads too slowly. `writable(_:)` follows when it has caught up.
  case wouldBlock
  /// The connection is closed or closing.
  case closed
}
