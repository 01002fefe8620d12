/// What `starling config print` shows: every setting, its value and where that came from.
public struct SettingsReport: Sendable {
  private let entries: [ResolvedSetting]

  public init(_ settings: ResolvedSettings) { entries = settings.entries }

  /// A table of name, value and source; secrets are hidden, unset ones are a dash.
  public var table: String {
    TextTable.lay(
      [["setting", "value", "from"]]
        + entries.map { [$0.definition.name.rawValue, $0.shownValue ?? "-", $0.source.description] })
  }

  /// The same as a JSON array, in the same order.
  public var json: String { JSONText.of(entries.map(Row.init)) }

  private struct Row: Encodable {
    let name: String
    let value: String?
    let from: String
    let environment: String
    let defaultValue: String?
    let secret: Bool

    enum CodingKeys: String, CodingKey {
      case name, value, from, environment
      case defaultValue = "default"
      case secret
    }

    init(_ entry: ResolvedSetting) {
      name = entry.definition.name.rawValue
      value = entry.shownValue
      from = entry.source.description
      environment = entry.definition.name.environmentName
      defaultValue = entry.definition.defaultText
      secret = entry.definition.isSecret
    }

    /// Unset values are written as null, so that every row has the same keys.
    func encode(to encoder: any Encoder) throws {
      var row = encoder.container(keyedBy: CodingKeys.self)
      try row.encode(name, forKey: .name)
      try row.encode(value, forKey: .value)
      try row.encode(from, forKey: .from)
      try row.encode(environment, forKey: .environment)
      try row.encode(defaultValue, forKey: .defaultValue)
      try row.encode(secret, forKey: .secret)
    }
  }
}
