/// Names one connection of one loop. A name that outlived its connection is harmless: writes to it answer
/// `.closed`.
public struct ConnectionID: Hashable, Sendable {
  /// The place in the loop's table: below the loop's largest number of connections, reused after a close.
  public let index: Int
  /// Tells apart the connections that had this place one after another.
  public let generation: UInt32
}
