public import Records

/// The server's whole configuration, checked and typed.
public struct ResolvedSettings: Sendable {
  public enum Providers: String, Sendable { case embedded, simulated }
  public enum Voice: String, Sendable, CaseIterable { case joe, awb, kal16 }
  public enum ByteOrder: String, Sendable { case little, big }
  public enum LogFormat: String, Sendable, CaseIterable { case text, json }
  public enum LogLevel: String, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
  }

  public let host: String
  /// 0 picks a free port.
  public let port: Int
  public let adminHost: String
  /// 0 picks a free port.
  public let adminPort: Int
  /// `ws://…` or `wss://…` without a slash at its end; nil: derived from host and port.
  public let publicURL: String?
  public let mediaToken: String?
  /// Given exactly when `tlsKey` is.
  public let tlsCertificate: String?
  public let tlsKey: String?
  public let providers: Providers
  public let voice: Voice
  public let agent: String
  /// What providers charge; nil: nobody knows.
  public let priceFile: String?
  /// East of Greenwich, -840 to 840; nil: the agent's own.
  public let utcOffsetMinutes: Int?
  public let dataDirectory: String
  public let modelsDirectory: String
  public let recordsCalls: Bool
  public let keepsEventLogs: Bool
  /// The longest time between two syncs of the journal, 0 to 60 000; 0 syncs after every group.
  public let journalSyncMilliseconds: Int
  /// 32 bytes in hexadecimal or base64. At most one of this and `masterKeyFile` is given.
  public let masterKey: String?
  public let masterKeyFile: String?
  public let retention: RetentionPolicy
  public let maxCalls: Int
  /// 0 chooses from the cores there are; so do `loops` and `speechThreads`.
  public let workers: Int
  public let loops: Int
  public let speechThreads: Int
  public let drainTimeout: Duration
  public let l16ByteOrder: ByteOrder
  public let logLevel: LogLevel
  public let logFormat: LogFormat
  /// Of all calls, 0 to 1.
  public let traceSample: Double
  /// Words and numbers go with the spans.
  public let tracesContent: Bool
  /// Each setting with its source, in the table's order.
  public let entries: [ResolvedSetting]

  /// Resolves flags over environment over file over defaults.
  ///
  /// - Throws: everything that is wrong: unknown names, values out of range, settings that contradict each other.
  public init(_ input: SettingsInput) throws(SettingsError) {
    let resolved = try SettingsLayers.resolve(input)
    entries = SettingDefinition.all.compactMap { resolved[$0.name] }
    host = resolved.text(.host)
    port = resolved.integer(.port)
    adminHost = resolved.text(.adminHost)
    adminPort = resolved.integer(.adminPort)
    publicURL = resolved.optionalText(.publicURL)
    mediaToken = resolved.optionalText(.mediaToken)
    tlsCertificate = resolved.optionalText(.tlsCertificate)
    tlsKey = resolved.optionalText(.tlsKey)
    providers = resolved.choice(.providers)
    voice = resolved.choice(.voice)
    agent = resolved.text(.agent)
    priceFile = resolved.optionalText(.prices)
    utcOffsetMinutes = resolved.optionalInteger(.utcOffset)
    dataDirectory = resolved.text(.dataDirectory)
    modelsDirectory = resolved.text(.modelsDirectory)
    recordsCalls = resolved.boolean(.record)
    keepsEventLogs = resolved.boolean(.eventLog)
    journalSyncMilliseconds = resolved.integer(.journalSync)
    masterKey = resolved.optionalText(.masterKey)
    masterKeyFile = resolved.optionalText(.masterKeyFile)
    retention = resolved.optionalText(.retain).flatMap { RetentionPolicy($0) } ?? RetentionPolicy()
    maxCalls = resolved.integer(.maxCalls)
    workers = resolved.integer(.workers)
    loops = resolved.integer(.loops)
    speechThreads = resolved.integer(.speechThreads)
    drainTimeout = .milliseconds(resolved.integer(.drainTimeout))
    l16ByteOrder = resolved.choice(.l16ByteOrder)
    logLevel = resolved.choice(.logLevel)
    logFormat = resolved.choice(.logFormat)
    traceSample = Double(resolved.text(.traceSample)) ?? 0
    tracesContent = resolved.boolean(.traceContent)
    let problems = contradictions()
    if !problems.isEmpty { throw SettingsError(problems) }
  }

  /// Finds and reads the configuration file, then resolves.
  public static func load(
    flags: [String: String], environment: [String: String]
  ) throws(SettingsError) -> ResolvedSettings {
    let file = try SettingsFile.find(flag: flags[SettingsFile.flagName], environment: environment)
    return try ResolvedSettings(SettingsInput(flags: flags, environment: environment, file: file))
  }

  /// A setting with its source.
  public func entry(_ name: SettingName) -> ResolvedSetting {
    guard let found = entries.first(where: { $0.definition.name == name }) else {
      preconditionFailure("\(name) is missing from the table of settings")
    }
    return found
  }

  private func contradictions() -> [SettingsProblem] {
    var problems: [SettingsProblem] = []
    func add(_ name: SettingName, _ fault: String, _ mend: String) {
      problems.append(SettingsProblem(source: entry(name).source, fault: fault, mend: mend))
    }
    if tlsCertificate != nil && tlsKey == nil {
      add(.tlsCertificate, "a certificate without its key", "give tls-key as well")
    }
    if tlsKey != nil && tlsCertificate == nil {
      add(.tlsKey, "a key without its certificate", "give tls-certificate as well")
    }
    if masterKey != nil && masterKeyFile != nil {
      add(.masterKey, "a master key and a file with one", "keep one of master-key and master-key-file")
    }
    if keepsEventLogs, masterKey != nil || masterKeyFile != nil {
      add(.eventLog, "event logs are not sealed with the master key", "leave one of them out")
    }
    if port == adminPort && port != 0 {
      add(
        entry(.adminPort).source == .builtIn ? .port : .adminPort, "port and admin-port are both \(port)",
        "give them different ports")
    }
    return problems
  }
}

/// The table vouches for presence and type: each default reads as its own kind, which a test holds true.
extension [SettingName: ResolvedSetting] {
  fileprivate func optionalText(_ name: SettingName) -> String? {
    if case .text(let text) = self[name]?.value { text } else { nil }
  }

  fileprivate func optionalInteger(_ name: SettingName) -> Int? {
    if case .integer(let number) = self[name]?.value { number } else { nil }
  }

  fileprivate func text(_ name: SettingName) -> String {
    guard let text = optionalText(name) else { preconditionFailure("\(name) has no text") }
    return text
  }

  fileprivate func integer(_ name: SettingName) -> Int {
    guard let number = optionalInteger(name) else { preconditionFailure("\(name) has no number") }
    return number
  }

  fileprivate func boolean(_ name: SettingName) -> Bool {
    guard case .boolean(let flag) = self[name]?.value else { preconditionFailure("\(name) is not a flag") }
    return flag
  }

  fileprivate func choice<Choice: RawRepresentable<String>>(_ name: SettingName) -> Choice {
    guard let choice = Choice(rawValue: text(name)) else {
      preconditionFailure("\(name) allows words that its type does not")
    }
    return choice
  }
}
