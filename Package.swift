// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"].map {
  Target.Dependency.product(name: $0, package: "swift-nio")
}
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func executable(_ name: String, path: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

func tests(_ module: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(module)Tests", dependencies: [.target(name: module)] + dependencies, swiftSettings: settings)
}

let package = Package(
  name: "starling",
  products: [
    .executable(name: "starling", targets: ["starling"]),
    .executable(name: "callsim", targets: ["callsim"]),
    .executable(name: "providersim", targets: ["providersim"]),
  ]
    // What the package in `Benchmarks` measures.
    + [
      "Audio", "Wire", "TurnTaking", "Conversation", "Providers", "CallCore", "OpusCodec", "Resampling",
      "Journal",
    ].map { .library(name: $0, targets: [$0]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
  ],
  targets: [
    // Ground: one target for each C library.
    .systemLibrary(
      name: "CWebSockets", path: "CShims/CWebSockets", pkgConfig: "libwebsockets",
      providers: [.apt(["libwebsockets-dev"])]),
    .systemLibrary(
      name: "CCurl", path: "CShims/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "COpus", path: "CShims/COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"])]),
    .systemLibrary(
      name: "CSndFile", path: "CShims/CSndFile", pkgConfig: "sndfile",
      providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(
      name: "CSpeexDSP", path: "CShims/CSpeexDSP", pkgConfig: "speexdsp",
      providers: [.apt(["libspeexdsp-dev"])]),

    .systemLibrary(
      name: "CPostgres", path: "CShims/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

    .target(name: "CPlatform", path: "CShims/CPlatform"),
    .target(
      name: "CSherpaOnnx", path: "CShims/CSherpaOnnx",
      cSettings: [.headerSearchPath("../../.models/include")],
      linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CFlite", path: "CShims/CFlite",
      linkerSettings: [
        .linkedLibrary("flite_cmu_us_awb"), .linkedLibrary("flite_cmu_us_kal16"),
        .linkedLibrary("flite_usenglish"), .linkedLibrary("flite_cmulex"), .linkedLibrary("flite"),
      ]),

    .target(name: "COnnxRuntime", path: "CShims/COnnxRuntime", linkerSettings: [.linkedLibrary("dl")]),

    // Pure: bytes, events, the time and a seed in; values out.
    library("Audio"),
    library("Bytes"),
    library("Drawing"),
    library("Records", ["Audio", "Bytes"]),
    library("Wire", ["Audio"]),
    library("TurnTaking", ["Audio"]),
    library("Redaction"),
    library("Conversation", ["Redaction", "Wire"]),
    library("Providers", ["Audio", "Conversation", "Wire"]),
    library("CallCore", ["Audio", "TurnTaking", "Conversation", "Providers"]),
    library("CallStory", ["Audio", "CallCore", "Conversation", "Drawing", "Providers", "TurnTaking"]),

    // Edges: one job each, none knows another.
    library("Networking", ["Audio", "CCurl", "CWebSockets", "CPlatform"]),
    library(
      "CloudProviders", ["Audio", "Conversation", "Networking", "Providers", "Wire", crypto]),
    library("OpusCodec", ["COpus"]),
    library("Resampling", ["CSpeexDSP"]),
    library("Recording", ["CSndFile"]),
    library("EmbeddedSpeech", ["Audio", "Providers", "CSherpaOnnx", "CFlite"]),
    library("SileroVAD", ["Bytes", "COnnxRuntime"]),
    library("Storage", ["Audio", "Records", grdb]),
    library("PostgresStore", ["Audio", "Records", "CPostgres"]),
    library("Journal", ["Audio", "Bytes"]),
    library("EventLog", ["Audio", "Bytes", "CallCore", "Conversation", "Providers", "TurnTaking"]),
    library("AgentFiles", ["Conversation", "Redaction", "Wire", yams]),
    library("Settings", ["Conversation", "Records", yams, argumentParser]),
    library("ScriptedAgent", ["Conversation", "Providers"]),
    library("SimulatedProviders", ["Audio", "Conversation", "Providers"]),
    library("PrometheusMetrics", [coreMetrics]),
    library("KeyRing", ["Redaction", crypto]),
    library("Telemetry", ["Audio", "CallCore", "Conversation", "Records", logging, tracing]),

    // Whole.
    library(
      "CallEngine",
      [
        "Audio", "Wire", "TurnTaking", "Conversation", "Providers", "CallCore", "EventLog", "Networking",
        "OpusCodec", "PrometheusMetrics", "Resampling", "Recording", "SileroVAD",
      ]),
    library("Projection", ["Audio", "Journal", "Records"]),
    library("Privacy", ["Audio", "Journal", "KeyRing", "Recording", "Redaction"]),
    library("Backup", ["Audio", "Journal", "PostgresStore", "Records", "Storage", crypto]),
    library("Retention", ["Audio", "Records"]),
    library("CallSimulator", ["Audio", "Wire", "Networking", "OpusCodec", "Resampling", "Recording"]),

    library(
      "ProviderSimulator",
      ["EmbeddedSpeech", "Providers", "Recording", "Resampling", nioSSL, nioTLS, nioHTTP2] + nio),

    library("ControlPlane", [hummingbird, coreMetrics]),

    library("VirtualCalls", ["Audio", "TurnTaking", "Conversation", "Providers", "CallCore"]),

    library("LoadReport", ["Drawing"]),

    // Apps.
    executable(
      "starling", path: "Sources/starling",
      [
        "AgentFiles", "Audio", "Backup", "CallCore", "CallEngine", "CallSimulator", "CallStory",
        "CloudProviders", "ControlPlane",
        "Conversation", "EmbeddedSpeech", "EventLog", "Journal", "KeyRing", "PostgresStore", "Privacy",
        "PrometheusMetrics", "Projection", "Providers", "Recording", "Records", "Redaction", "Retention",
        "ScriptedAgent", "Settings", "SimulatedProviders", "Storage", "Telemetry", "TurnTaking",
        argumentParser, coreMetrics, logging, tracing, "Networking",
      ]),
    executable(
      "callsim", path: "Sources/callsim", ["Audio", "CallSimulator", "VirtualCalls", argumentParser]),
    executable(
      "starling-eval", path: "Sources/StarlingEval",
      [
        "Audio", "CallCore", "CallEngine", "CallSimulator", "CloudProviders", "Conversation",
        "EmbeddedSpeech", "Journal", "LoadReport", "Networking", "PostgresStore", "Projection",
        "ProviderSimulator", "Providers", "Recording", "Records", "Resampling", "SileroVAD", "Storage",
        "TurnTaking", "Wire", argumentParser,
      ]),
    executable(
      "storage-bench", path: "Sources/StorageBench",
      ["Audio", "Journal", "PostgresStore", "Projection", "Records", "Storage"]),
    executable("providersim", path: "Sources/providersim", ["ProviderSimulator", argumentParser]),
    executable("starling-say", path: "Sources/StarlingSay", ["EmbeddedSpeech", "Providers", "Resampling"]),

    tests("CallCore", ["Audio", "TurnTaking", "Conversation", "Providers"]),
    tests(
      "CallEngine",
      [
        "Audio", "CallCore", "Conversation", "EventLog", "Networking", "OpusCodec", "PrometheusMetrics",
        "Providers", "SimulatedProviders", "TurnTaking", "Wire",
      ]),
    tests(
      "CloudProviders",
      ["Audio", "Conversation", "Networking", "ProviderSimulator", "Providers", "Recording", "Wire"]),
    tests("CallStory", ["Audio", "CallCore", "Conversation", "Drawing", "Providers", "TurnTaking"]),
    tests("EventLog", ["Audio", "CallCore", "Conversation", "Providers", "Redaction"]),
    tests("CallSimulator", ["Audio", "Networking", "Recording", "Wire"]),
    tests("ProviderSimulator", nio + [nioSSL]),
    tests("VirtualCalls", ["Audio", "Conversation", "Providers", "CallCore"]),
    tests("TurnTaking", ["Audio"]),
    .testTarget(name: "HouseTests", swiftSettings: settings),
    tests("Conversation", ["Wire"]),
    tests("Providers", ["Audio", "Conversation", "Wire"]),
    tests("AgentFiles", ["Conversation", "Redaction", "Wire"]),
    tests("Redaction"),
    tests("KeyRing"),
    tests("Settings", ["Records", argumentParser]),
    tests("Wire", ["Audio"]),
    tests("Networking", ["Audio"]),
    tests("OpusCodec"),
    tests("Resampling"),
    tests("Recording"),
    tests("SileroVAD"),
    tests("Bytes"),
    tests("Records", ["Audio"]),
    tests("Storage", ["Audio", "Records"]),
    tests("PostgresStore", ["Audio", "Records", "Storage"]),
    tests("Journal", ["Audio", "Bytes"]),
    tests("Projection", ["Audio", "Journal", "Records", "Storage"]),
    tests(
      "Privacy",
      ["Audio", "Journal", "KeyRing", "Projection", "Recording", "Records", "Redaction", "Storage"]),
    tests("Backup", ["Audio", "Journal", "PostgresStore", "Projection", "Records", "Storage"]),
    tests("Retention", ["Audio", "Records", "Storage"]),
    tests("EmbeddedSpeech", ["Audio", "Providers"]),
    tests("Audio"),
    tests("PrometheusMetrics", [coreMetrics]),
    tests("ControlPlane", ["PrometheusMetrics", coreMetrics]),
    tests("Telemetry", ["Audio", "CallCore", "Conversation", logging, tracing]),
    tests("LoadReport", ["Drawing"]),
    .testTarget(
      name: "StarlingTests",
      dependencies: [
        "starling", "callsim", "providersim", "ProviderSimulator", "Audio",
        "CallCore", "CallEngine", "Conversation", "Journal", "KeyRing",
        "Privacy",
        "Projection",
        "Records", "Redaction", "Storage",
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
