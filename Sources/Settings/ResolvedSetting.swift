/// One setting after all layers were looked at.
public struct ResolvedSetting: Sendable {
  public let definition: SettingDefinition
  public let source: SettingSource
  let value: SettingValue?

  /// As `config print` shows it: a secret is hidden; nil when unset.
  public var shownValue: String? {
    guard let value else { return nil }
    return definition.isSecret ? "(hidden)" : definition.kind.spell(value)
  }
}
