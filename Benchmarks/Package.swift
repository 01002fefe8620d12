// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let measured = [
  "Audio", "Wire", "TurnTaking", "Conversation", "Providers", "CallCore", "OpusCodec", "Resampling",
  "Journal",
]

let package = Package(
  name: "starling-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "starling", path: ".."),
    // Without its malloc interposer: time is what is measured here.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "CallPath",
      dependencies: [.product(name: "Benchmark", package: "benchmark")]
        + measured.map { .product(name: $0, package: "starling") },
      path: "Benchmarks/CallPath", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .target(name: "RatioReport", swiftSettings: settings),
    .executableTarget(name: "ratio-check", dependencies: ["RatioReport"], swiftSettings: settings),
    .testTarget(name: "RatioReportTests", dependencies: ["RatioReport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
