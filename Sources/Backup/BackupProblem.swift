/// Something that is wrong with a backup.
public struct BackupProblem: Equatable, Sendable, CustomStringConvertible {
  /// Relative to the backup; `manifest.json`'s own when it is about no file.
  public var path: String
  public var fault: String

  public init(path: String, fault: String) {
    self.path = path
    self.fault = fault
  }

  public var description: String { "\(path): \(fault)" }
}
