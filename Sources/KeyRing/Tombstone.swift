/// What is left of a key that was destroyed.
public struct Tombstone: Hashable, Sendable {
  public var key: UInt64
  public var subject: SubjectID
  /// Since 1970.
  public var atMilliseconds: Int64
}
