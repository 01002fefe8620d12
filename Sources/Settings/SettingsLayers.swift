internal import Conversation

/// Takes each setting from the highest layer that gives it, and gathers what is wrong on the way.
struct SettingsLayers {
  private struct Given {
    var text: String
    var source: SettingSource
  }

  private var problems: [SettingsProblem] = []
  /// Lowest layer first.
  private var layers: [[SettingName: Given]] = []

  /// Every setting, resolved.
  ///
  /// - Throws: everything that is wrong, highest layer last.
  static func resolve(_ input: SettingsInput) throws(SettingsError) -> [SettingName: ResolvedSetting] {
    var layers = SettingsLayers()
    layers.addFile(input.file)
    layers.addEnvironment(input.environment)
    layers.addFlags(input.flags)
    let resolved = layers.resolved()
    if !layers.problems.isEmpty { throw SettingsError(layers.problems) }
    return resolved
  }

  private mutating func addFile(_ file: SettingsFile?) {
    var layer: [SettingName: Given] = [:]
    for entry in file?.entries(&problems) ?? [] {
      guard let name = SettingName(rawValue: entry.key) else {
        unknown(
          "unknown key \(quoted(entry.key))", at: entry.keySource, near: entry.key,
          names: SettingName.allCases.map(\.rawValue))
        continue
      }
      layer[name] = Given(text: entry.text, source: entry.source)
    }
    layers.append(layer)
  }

  /// What connections to providers read by themselves: where vendors are, and whom to believe.
  private static let foreign = Set(
    ProviderVendor.allCases.filter { $0.keyVariable != nil }.map {
      "STARLING_\($0.rawValue.uppercased())_URL"
    } + ["STARLING_PROVIDER_CA"])

  private mutating func addEnvironment(_ environment: [String: String]) {
    let names = Dictionary(uniqueKeysWithValues: SettingName.allCases.map { ($0.environmentName, $0) })
    var layer: [SettingName: Given] = [:]
    for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("STARLING_")
    {
      if Self.foreign.contains(variable) { continue }
      if variable == SettingsFile.environmentName || text.isEmpty && names[variable] != nil { continue }
      guard let name = names[variable] else {
        unknown(
          "unknown variable", at: .environment(variable), near: variable,
          names: names.keys.sorted() + [SettingsFile.environmentName])
        continue
      }
      layer[name] = Given(text: text, source: .environment(variable))
    }
    layers.append(layer)
  }

  private mutating func addFlags(_ flags: [String: String]) {
    var layer: [SettingName: Given] = [:]
    for (flag, text) in flags.sorted(by: { $0.key < $1.key }) where flag != SettingsFile.flagName {
      guard let name = SettingName(rawValue: flag) else {
        unknown(
          "unknown flag", at: .flag("--\(flag)"), near: "--\(flag)", names: SettingName.allCases.map(\.flag))
        continue
      }
      layer[name] = Given(text: text, source: .flag(name.flag))
    }
    layers.append(layer)
  }

  private mutating func unknown(_ fault: String, at source: SettingSource, near word: String, names: [String])
  {
    let mend =
      EditDistance.nearest(to: word, in: names).map { "did you mean \($0)?" }
      ?? "remove it; `starling config print` lists the settings there are"
    problems.append(SettingsProblem(source: source, fault: fault, mend: mend))
  }

  private mutating func resolved() -> [SettingName: ResolvedSetting] {
    var resolved: [SettingName: ResolvedSetting] = [:]
    for definition in SettingDefinition.all {
      resolved[definition.name] = resolve(definition)
    }
    return resolved
  }

  /// Every layer's value is checked, also one that a higher layer hides: it would strike when that one is gone.
  private mutating func resolve(_ definition: SettingDefinition) -> ResolvedSetting {
    var result = ResolvedSetting(
      definition: definition, source: .builtIn,
      value: definition.defaultText.flatMap { definition.kind.read($0) })
    for given in layers.compactMap({ $0[definition.name] }) {
      guard let value = definition.kind.read(given.text) else {
        problems.append(refusal(of: given, for: definition))
        continue
      }
      result = ResolvedSetting(definition: definition, source: given.source, value: value)
    }
    return result
  }

  private func refusal(of given: Given, for definition: SettingDefinition) -> SettingsProblem {
    let found = definition.isSecret ? "the value (hidden)" : quoted(given.text)
    var mend = "give \(definition.name.rawValue) \(definition.kind.wanted)"
    if case .choice(let words) = definition.kind, let near = EditDistance.nearest(to: given.text, in: words) {
      mend = "did you mean \(near)?"
    }
    return SettingsProblem(
      source: given.source, fault: "\(found) is not \(definition.kind.wanted)", mend: mend)
  }

  /// Cut short and without control characters, so that a value from outside cannot dress up the message.
  private func quoted(_ text: String) -> String {
    let safe = text.prefix(60).unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : String($0) }
      .joined()
    return "\"\(safe)\(text.count > 60 ? "…" : "")\""
  }
}
