/// A record as the journal gives it back.
public struct JournalEntry: Equatable, Sendable {
  /// Its place in the journal: from 1, ascending; the only gaps are records lost to damage.
  public var number: UInt64
  public var record: JournalRecord
  /// Whether `record.payload` is still sealed, since no cipher was there or it has not the key.
  public var isSealed: Bool
  /// Whether the payload is gone for good, and empty here, since its key was destroyed.
  public var isErased: Bool

  public init(number: UInt64, record: JournalRecord, isSealed: Bool = false, isErased: Bool = false) {
    self.number = number
    self.record = record
    self.isSealed = isSealed
    self.isErased = isErased
  }
}
