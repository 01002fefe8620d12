/// Who may know whom. An arrow points only down, and edges do not know each other.
enum HouseTable {
  enum Floor: Sendable { case pure, edge, whole, app }

  struct Row: Sendable {
    let module: String
    let floor: Floor
    /// Modules of ours, C shims and packages; the system's modules come with the floor.
    let mayImport: Set<String>
  }

  static let pure: Set<String> = [
    "Audio", "Bytes", "Drawing", "Wire", "TurnTaking", "Redaction", "Conversation", "Providers", "CallCore",
    "CallStory", "Records",
  ]

  static let rows: [Row] = [
    Row(module: "Audio", floor: .pure, mayImport: []),
    Row(module: "Bytes", floor: .pure, mayImport: []),
    Row(module: "Drawing", floor: .pure, mayImport: []),
    Row(module: "Records", floor: .pure, mayImport: ["Audio", "Bytes"]),
    Row(module: "Wire", floor: .pure, mayImport: ["Audio"]),
    Row(module: "TurnTaking", floor: .pure, mayImport: ["Audio"]),
    Row(module: "Redaction", floor: .pure, mayImport: []),
    Row(module: "Conversation", floor: .pure, mayImport: ["Redaction", "Wire"]),
    Row(module: "Providers", floor: .pure, mayImport: ["Audio", "Conversation", "Wire"]),
    Row(
      module: "CallCore", floor: .pure,
      mayImport: ["Audio", "Wire", "TurnTaking", "Conversation", "Providers"]),
    Row(
      module: "CallStory", floor: .pure,
      mayImport: ["Audio", "CallCore", "Conversation", "Drawing", "Providers", "TurnTaking"]),

    Row(module: "Networking", floor: .edge, mayImport: ["Audio", "CWebSockets", "CPlatform", "CCurl"]),
    Row(module: "OpusCodec", floor: .edge, mayImport: ["Audio", "COpus"]),
    Row(module: "Resampling", floor: .edge, mayImport: ["Audio", "CSpeexDSP"]),
    Row(module: "Recording", floor: .edge, mayImport: ["Audio", "CSndFile"]),
    Row(module: "EmbeddedSpeech", floor: .edge, mayImport: ["Audio", "Providers", "CSherpaOnnx", "CFlite"]),
    Row(module: "SileroVAD", floor: .edge, mayImport: ["Audio", "Bytes", "TurnTaking", "COnnxRuntime"]),
    Row(
      module: "CloudProviders", floor: .edge,
      mayImport: pure.subtracting(["CallCore", "CallStory"]).union(["Networking", "Crypto"])),
    Row(module: "ScriptedAgent", floor: .edge, mayImport: ["Providers", "Conversation"]),
    Row(module: "SimulatedProviders", floor: .edge, mayImport: ["Audio", "Providers", "Conversation"]),
    Row(module: "AgentFiles", floor: .edge, mayImport: ["Conversation", "Redaction", "Wire", "Yams"]),
    Row(module: "Settings", floor: .edge, mayImport: ["Conversation", "Records", "Yams", "ArgumentParser"]),
    Row(module: "PrometheusMetrics", floor: .edge, mayImport: ["CoreMetrics"]),
    Row(module: "KeyRing", floor: .edge, mayImport: ["Redaction", "Crypto"]),
    Row(
      module: "Telemetry", floor: .edge,
      mayImport: [
        "Audio", "CallCore", "Conversation", "Records", "Logging", "Tracing", "Instrumentation",
        "ServiceContextModule",
      ]),
    Row(module: "Storage", floor: .edge, mayImport: pure.union(["GRDB"])),
    Row(module: "PostgresStore", floor: .edge, mayImport: ["Audio", "Records", "CPostgres"]),
    Row(module: "Journal", floor: .edge, mayImport: ["Audio", "Bytes"]),
    Row(
      module: "EventLog", floor: .edge,
      mayImport: ["Audio", "Bytes", "CallCore", "Conversation", "Providers", "TurnTaking"]),

    Row(module: "CallEngine", floor: .whole, mayImport: pure.union(edges)),
    Row(
      module: "ControlPlane", floor: .whole,
      mayImport: pure.union(["CallEngine", "Storage"]).union([
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging", "NIOCore", "NIOHTTPTypes", "CoreMetrics",
        "ServiceLifecycle",
      ])),
    Row(module: "Projection", floor: .whole, mayImport: ["Audio", "Journal", "Records"]),
    Row(
      module: "Privacy", floor: .whole, mayImport: ["Audio", "Journal", "KeyRing", "Recording", "Redaction"]),
    Row(
      module: "Backup", floor: .whole,
      mayImport: ["Audio", "Crypto", "Journal", "PostgresStore", "Records", "Storage"]),
    Row(module: "Retention", floor: .whole, mayImport: ["Audio", "Records"]),
    Row(
      module: "CallSimulator", floor: .whole,
      mayImport: pure.union(["Networking", "OpusCodec", "Resampling", "Recording"])),

    // Shares the call core by purpose; the socket side of callsim does not.
    Row(module: "VirtualCalls", floor: .whole, mayImport: pure),

    // The vendors' servers: another network stack and other codecs than the engine's, so that they share no mistake.
    Row(
      module: "ProviderSimulator", floor: .whole,
      mayImport: [
        "EmbeddedSpeech", "Providers", "Recording", "Resampling", "NIOCore", "NIOPosix", "NIOHTTP1",
        "NIOHTTP2", "NIOTLS", "NIOWebSocket", "NIOSSL",
      ]),

    Row(module: "LoadReport", floor: .whole, mayImport: ["Drawing"]),

    Row(module: "starling", floor: .app, mayImport: everything),
    Row(
      module: "callsim", floor: .app, mayImport: ["Audio", "CallSimulator", "VirtualCalls", "ArgumentParser"]),
    Row(module: "providersim", floor: .app, mayImport: ["ProviderSimulator", "ArgumentParser"]),
    Row(
      module: "StarlingEval", floor: .app,
      mayImport: everything.union([
        "CallSimulator", "LoadReport", "ProviderSimulator", "FoundationNetworking",
      ])),
    Row(module: "StarlingSay", floor: .app, mayImport: pure.union(edges).union(["ArgumentParser"])),
    Row(
      module: "StorageBench", floor: .app,
      mayImport: ["Audio", "Journal", "PostgresStore", "Projection", "Records", "Storage"]),
    Row(module: "FuzzWire", floor: .app, mayImport: ["Wire", "Audio"]),
  ]

  /// One owner for each C library; its names never leave it.
  static let shimOwners: [String: String] = [
    "CWebSockets": "Networking", "CPlatform": "Networking", "CCurl": "Networking", "COpus": "OpusCodec",
    "CSpeexDSP": "Resampling", "CSndFile": "Recording", "CSherpaOnnx": "EmbeddedSpeech",
    "CFlite": "EmbeddedSpeech",
    "COnnxRuntime": "SileroVAD", "CPostgres": "PostgresStore",
  ]

  static let edges: Set<String> = [
    "Networking", "OpusCodec", "Resampling", "Recording", "EmbeddedSpeech", "SileroVAD", "CloudProviders",
    "ScriptedAgent", "SimulatedProviders", "AgentFiles", "Settings", "PrometheusMetrics",
    "Storage", "PostgresStore", "Journal", "KeyRing", "EventLog", "Telemetry",
  ]

  private static let everything = pure.union(edges).union([
    "Backup", "CallEngine", "ControlPlane", "CallSimulator", "Privacy", "Projection", "Retention",
    "ArgumentParser", "CoreMetrics", "Logging", "Tracing", "ServiceContextModule",
  ])

  /// Modules of the system: atomics for all, clocks, files and threads from the edges up.
  static func systemModules(_ floor: Floor) -> Set<String> {
    switch floor {
    case .pure: ["Synchronization"]
    case .edge, .whole, .app: ["Synchronization", "Foundation", "Glibc", "Dispatch"]
    }
  }

  static func row(_ module: String) -> Row? { rows.first { $0.module == module } }
}
