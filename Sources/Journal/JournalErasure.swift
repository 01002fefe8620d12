/// Thrown by a cipher for a record whose key was destroyed on purpose: it stays unreadable, and that is no damage.
public struct JournalErasure: Error, Equatable, Sendable {
  public init() {}
}
