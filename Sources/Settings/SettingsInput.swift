/// All that a configuration is resolved from; nothing else is looked at.
public struct SettingsInput: Sendable {
  /// Values by flag name without dashes (`admin-port`).
  public var flags: [String: String]
  /// The environment; only variables that begin with `STARLING_` matter, and empty ones count as unset.
  public var environment: [String: String]
  public var file: SettingsFile?

  public init(
    flags: [String: String] = [:], environment: [String: String] = [:], file: SettingsFile? = nil
  ) {
    self.flags = flags
    self.environment = environment
    self.file = file
  }
}
