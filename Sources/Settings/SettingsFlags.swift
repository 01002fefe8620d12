public import ArgumentParser

/// The flags of every command that needs the server's configuration.
///
/// Everything is optional text here: the table of settings reads and checks it, so that a flag, a variable and a
/// line of the file are refused in the same words.
///
/// ```swift
/// @OptionGroup var settings: SettingsFlags
/// let resolved = try settings.resolve(environment: ProcessInfo.processInfo.environment)
/// ```
public struct SettingsFlags: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("YAML file with settings (default: starling.yaml when it exists)", valueName: "FILE"))
  var config: String?

  @Option(name: .setting(.host), help: .setting(.host)) var host: String?
  @Option(name: .setting(.port), help: .setting(.port)) var port: String?
  @Option(name: .setting(.adminHost), help: .setting(.adminHost)) var adminHost: String?
  @Option(name: .setting(.adminPort), help: .setting(.adminPort)) var adminPort: String?
  @Option(name: .setting(.publicURL), help: .setting(.publicURL)) var publicURL: String?
  @Option(name: .setting(.mediaToken), help: .setting(.mediaToken)) var mediaToken: String?
  @Option(name: .setting(.tlsCertificate), help: .setting(.tlsCertificate)) var tlsCertificate: String?
  @Option(name: .setting(.tlsKey), help: .setting(.tlsKey)) var tlsKey: String?
  @Option(name: .setting(.providers), help: .setting(.providers)) var providers: String?
  @Option(name: .setting(.voice), help: .setting(.voice)) var voice: String?
  @Option(name: .setting(.agent), help: .setting(.agent)) var agent: String?
  @Option(name: .setting(.prices), help: .setting(.prices)) var prices: String?
  @Option(name: .setting(.utcOffset), parsing: .unconditional, help: .setting(.utcOffset)) var utcOffset:
    String?
  @Option(name: .setting(.dataDirectory), help: .setting(.dataDirectory)) var dataDirectory: String?
  @Option(name: .setting(.modelsDirectory), help: .setting(.modelsDirectory)) var modelsDirectory: String?
  @Flag(name: .setting(.record), inversion: .prefixedNo, help: .setting(.record)) var record: Bool?
  @Flag(name: .setting(.eventLog), inversion: .prefixedNo, help: .setting(.eventLog)) var eventLog: Bool?
  @Option(name: .setting(.journalSync), help: .setting(.journalSync)) var journalSync: String?
  @Option(name: .setting(.masterKey), help: .setting(.masterKey)) var masterKey: String?
  @Option(name: .setting(.masterKeyFile), help: .setting(.masterKeyFile)) var masterKeyFile: String?
  @Option(name: .setting(.retain), help: .setting(.retain)) var retain: String?
  @Option(name: .setting(.maxCalls), help: .setting(.maxCalls)) var maxCalls: String?
  @Option(name: .setting(.workers), help: .setting(.workers)) var workers: String?
  @Option(name: .setting(.loops), help: .setting(.loops)) var loops: String?
  @Option(name: .setting(.speechThreads), help: .setting(.speechThreads)) var speechThreads: String?
  @Option(name: .setting(.drainTimeout), help: .setting(.drainTimeout)) var drainTimeout: String?
  @Option(name: .setting(.l16ByteOrder), help: .setting(.l16ByteOrder)) var l16ByteOrder: String?
  @Option(name: .setting(.logLevel), help: .setting(.logLevel)) var logLevel: String?
  @Option(name: .setting(.logFormat), help: .setting(.logFormat)) var logFormat: String?
  @Option(name: .setting(.traceSample), help: .setting(.traceSample)) var traceSample: String?
  @Flag(name: .setting(.traceContent), inversion: .prefixedNo, help: .setting(.traceContent))
  var traceContent: Bool?

  public init() {}

  /// The flags that were given, by name without dashes.
  public var values: [String: String] {
    var values: [String: String] = [:]
    values[SettingsFile.flagName] = config
    for name in SettingName.allCases { values[name.rawValue] = value(name) }
    return values
  }

  /// Reads the configuration file, if any, and resolves all layers.
  public func resolve(environment: [String: String]) throws(SettingsError) -> ResolvedSettings {
    try .load(flags: values, environment: environment)
  }

  private func value(_ name: SettingName) -> String? {
    switch name {
    case .host: host
    case .port: port
    case .adminHost: adminHost
    case .adminPort: adminPort
    case .publicURL: publicURL
    case .mediaToken: mediaToken
    case .tlsCertificate: tlsCertificate
    case .tlsKey: tlsKey
    case .providers: providers
    case .voice: voice
    case .agent: agent
    case .prices: prices
    case .utcOffset: utcOffset
    case .dataDirectory: dataDirectory
    case .modelsDirectory: modelsDirectory
    case .record: record.map { String($0) }
    case .eventLog: eventLog.map { String($0) }
    case .journalSync: journalSync
    case .masterKey: masterKey
    case .masterKeyFile: masterKeyFile
    case .retain: retain
    case .maxCalls: maxCalls
    case .workers: workers
    case .loops: loops
    case .speechThreads: speechThreads
    case .drainTimeout: drainTimeout
    case .l16ByteOrder: l16ByteOrder
    case .logLevel: logLevel
    case .logFormat: logFormat
    case .traceSample: traceSample
    case .traceContent: traceContent.map { String($0) }
    }
  }
}

extension NameSpecification {
  fileprivate static func setting(_ name: SettingName) -> NameSpecification { .customLong(name.rawValue) }
}

extension ArgumentHelp {
  fileprivate static func setting(_ name: SettingName) -> ArgumentHelp {
    let definition = SettingDefinition.of(name)
    let note = definition.defaultText.map { " (default: \($0))" } ?? ""
    return ArgumentHelp("\(definition.help)\(note)", valueName: definition.placeholder)
  }
}
