/// How finished a caller's words sound.
public enum Completeness: String, Sendable, Equatable, Codable, CaseIterable {
  /// A whole answer: little need to wait.
  case complete
  /// May be all there is.
  case likely
  /// Breaks off in the middle: wait.
  case unfinished
}
