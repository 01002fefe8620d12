/// The configuration cannot be used; everything that is wrong with it, so that one round of mending is enough.
public struct SettingsError: Error, Sendable, Equatable {
  /// Never empty.
  public let problems: [SettingsProblem]

  public init(_ problems: [SettingsProblem]) {
    precondition(!problems.isEmpty)
    self.problems = problems
  }
}

extension SettingsError: CustomStringConvertible {
  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
