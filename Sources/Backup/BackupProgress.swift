/// What a backup or a restore is doing.
public enum BackupProgress: Sendable, Equatable {
  /// The share that is copied, 0 to 1, where it is known.
  case database(Double?)
  case journal
  /// Files that are done, and all of them.
  case files(done: Int, of: Int)
  case checking(done: Int, of: Int)
}
