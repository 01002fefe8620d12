/// One thing that is wrong with the configuration, where, and how to mend it.
public struct SettingsProblem: Sendable, Equatable {
  public let source: SettingSource
  /// What was found, without the place.
  public let fault: String
  /// What to do about it.
  public let mend: String

  public init(source: SettingSource, fault: String, mend: String) {
    self.source = source
    self.fault = fault
    self.mend = mend
  }
}

extension SettingsProblem: CustomStringConvertible {
  /// `STARLING_PORT: "x" is not a whole number from 0 to 65535 (mend: …)`.
  public var description: String {
    source == .builtIn ? "\(fault) (mend: \(mend))" : "\(source): \(fault) (mend: \(mend))"
  }
}
