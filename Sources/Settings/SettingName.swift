/// Every setting of the server, by the name it has as a flag and as a key of the YAML file.
public enum SettingName: String, Sendable, Hashable, CaseIterable {
  case host, port
  case adminHost = "admin-host"
  case adminPort = "admin-port"
  case publicURL = "public-url"
  case mediaToken = "media-token"
  case tlsCertificate = "tls-certificate"
  case tlsKey = "tls-key"
  case providers, voice, agent, prices
  case utcOffset = "utc-offset"
  case dataDirectory = "data-dir"
  case modelsDirectory = "models-dir"
  case record
  case eventLog = "event-log"
  case journalSync = "journal-sync-ms"
  case masterKey = "master-key"
  case masterKeyFile = "master-key-file"
  case retain
  case maxCalls = "max-calls"
  case workers, loops
  case speechThreads = "speech-threads"
  case drainTimeout = "drain-timeout"
  case l16ByteOrder = "l16-byte-order"
  case logLevel = "log-level"
  case logFormat = "log-format"
  case traceSample = "trace-sample"
  case traceContent = "trace-content"

  /// As typed on the command line: `--admin-port`.
  public var flag: String { "--\(rawValue)" }

  /// As exported by a shell: `STARLING_ADMIN_PORT`.
  public var environmentName: String {
    "STARLING_" + String(rawValue.uppercased().map { $0 == "-" ? "_" : $0 })
  }
}
