/// Where records are on their way from calls to the database. Called on one thread; may block.
public protocol ErasureSite: Sendable {
  /// Everything that was appended to the journal is in the database; false when that cannot be said now.
  func settle() -> Bool

  /// Removes every segment of the journal whose records are in the database, the one being written included, and copies
  /// of damaged stretches. Answers how many files went; nil when the records still wait.
  func clearJournal() throws -> Int?
}
