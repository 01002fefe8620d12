import Settings

/// Shorthand for tests that resolve settings.
enum SettingsFixture {
  static func resolve(
    flags: [String: String] = [:], environment: [String: String] = [:], yaml: String? = nil
  ) throws(SettingsError) -> ResolvedSettings {
    try ResolvedSettings(
      SettingsInput(
        flags: flags, environment: environment,
        file: yaml.map { SettingsFile(name: "starling.yaml", text: $0) }))
  }

  /// What is wrong, as messages; empty when nothing is.
  static func problems(
    flags: [String: String] = [:], environment: [String: String] = [:], yaml: String? = nil
  ) -> [String] {
    do {
      _ = try resolve(flags: flags, environment: environment, yaml: yaml)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }
}
