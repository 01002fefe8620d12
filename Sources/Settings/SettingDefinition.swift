/// All there is to know about one setting; flags, environment, file, help and checks come from this alone.
public struct SettingDefinition: Sendable {
  public let name: SettingName
  public let kind: SettingKind
  /// As a person would write it; nil: unset unless given.
  public let defaultText: String?
  /// One line for `--help` and `.env.example`.
  public let help: String
  /// What stands for the value in help: `FILE`.
  public let placeholder: String
  /// Never shown, not even in an error.
  public let isSecret: Bool

  init(
    _ name: SettingName, _ kind: SettingKind, _ defaultText: String?, _ placeholder: String, _ help: String,
    isSecret: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.defaultText = defaultText
    self.placeholder = placeholder
    self.help = help
    self.isSecret = isSecret
  }

  /// The definition of a setting.
  public static func of(_ name: SettingName) -> SettingDefinition {
    guard let found = all.first(where: { $0.name == name }) else {
      preconditionFailure("\(name) is missing from the table of settings")
    }
    return found
  }

  /// The table, in the order in which settings are shown.
  public static let all: [SettingDefinition] = network + conversation + files + capacity + diagnosis

  private static let network = [
    SettingDefinition(
      .host, .host, "0.0.0.0", "ADDRESS", "Address on which carriers reach the media streams"),
    SettingDefinition(
      .port, .integer(0...65535), "3650", "PORT", "Port of the media streams; 0 picks a free one"),
    SettingDefinition(
      .adminHost, .host, "127.0.0.1", "ADDRESS", "Address of health, metrics and administration"),
    SettingDefinition(
      .adminPort, .integer(0...65535), "3550", "PORT",
      "Port of health, metrics and administration; 0 picks a free one"),
    SettingDefinition(
      .publicURL, .webSocketBase, nil, "URL",
      "The media port as carriers see it, for the TeXML that is printed: wss://voice.example.com"),
    SettingDefinition(
      .mediaToken, .token(length: 8...512), nil, "TOKEN",
      "Secret that a carrier gives in the path or in a header before it may stream", isSecret: true),
    SettingDefinition(
      .tlsCertificate, .path, nil, "FILE", "Certificate chain in PEM form; with it the media port speaks TLS"),
    SettingDefinition(.tlsKey, .path, nil, "FILE", "Private key of the certificate, in PEM form"),
  ]

  private static let conversation = [
    SettingDefinition(
      .providers, .choice(["embedded", "simulated"]), "embedded", "NAME",
      "Who hears, thinks and speaks: models in this process, or stand-ins for measuring"),
    SettingDefinition(
      .voice, .choice(["joe", "awb", "kal16"]), "joe", "NAME",
      "The agent's voice: joe is natural, awb and kal16 are light"),
    SettingDefinition(
      .agent, .path, "fixtures/agents/lead-qualification.yaml", "FILE", "The agent that answers"),
    SettingDefinition(
      .prices, .path, nil, "FILE", "What the agent's providers charge, for costs and budgets; YAML"),
    SettingDefinition(
      .utcOffset, .utcOffset, nil, "+HH:MM",
      "The callers' local time, for \"tomorrow at three\"; overrides the agent's own"),
  ]

  private static let files = [
    SettingDefinition(
      .dataDirectory, .path, "data", "DIR",
      "Where database, journal and recordings are kept; made when missing"),
    SettingDefinition(
      .modelsDirectory, .path, ".models", "DIR", "Where `make setup` put the speech libraries and models"),
    SettingDefinition(
      .record, .boolean, "false", "BOOL", "Keep a stereo recording of every call under the data directory"),
    SettingDefinition(
      .eventLog, .boolean, "false", "BOOL", "Keep every call's event log under the data directory, for replay"
    ),
    SettingDefinition(
      .journalSync, .integer(0...60_000), "20", "MS",
      "Milliseconds of records that a power cut may cost; 0 syncs the journal after every group"),
    SettingDefinition(
      .masterKey, .key, nil, "KEY",
      "Seals journal and recordings with a key for every person; a file or a variable shows it to fewer eyes",
      isSecret: true),
    SettingDefinition(
      .masterKeyFile, .path, nil, "FILE", "The file with the master key, which not everybody may read"),
    SettingDefinition(
      .retain, .retention, nil, "KIND=TIME,…",
      "How long data is kept: transcripts=90d,recordings=30d; also calls, events, event-logs (default: forever)"
    ),
  ]

  private static let capacity = [
    SettingDefinition(
      .maxCalls, .integer(1...100_000), "1000", "N",
      "Most calls at once; further ones are refused with HTTP 503"),
    SettingDefinition(
      .workers, .integer(0...256), "0", "N", "Threads that run calls; 0 chooses from the cores there are"),
    SettingDefinition(
      .loops, .integer(0...64), "0", "N", "Threads that serve sockets; 0 chooses from the cores there are"),
    SettingDefinition(
      .speechThreads, .integer(0...64), "0", "N",
      "Threads of embedded recognition and speech; 0 chooses from the cores there are"),
    SettingDefinition(
      .drainTimeout, .duration(seconds: 0...86_400), "5m", "TIME",
      "How long live calls may go on after SIGTERM: 30s, 5m, 1h"),
  ]

  private static let diagnosis = [
    SettingDefinition(
      .l16ByteOrder, .choice(["little", "big"]), "little", "ORDER",
      "Byte order of L16 audio until a call's own audio says otherwise"),
    SettingDefinition(
      .logLevel, .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), "info",
      "LEVEL",
      "The least severe messages that are logged"),
    SettingDefinition(
      .logFormat, .choice(["text", "json"]), "text", "FORMAT",
      "Log lines for people, or one JSON object a line with call and turn"),
    SettingDefinition(
      .traceSample, .share, "1", "SHARE",
      "Of all calls, the share whose spans go to OTEL_EXPORTER_OTLP_ENDPOINT, when that is set"),
    SettingDefinition(
      .traceContent, .boolean, "false", "BOOL",
      "Send words and numbers with the spans, as attributes starling.pii.*, redacted as the agent's file says"
    ),
  ]
}
