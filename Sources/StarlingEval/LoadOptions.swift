import ArgumentParser
import Foundation

/// What `load` and `sweep` share. Times are handed on to callsim as they stand.
struct LoadOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The engine; the one beside this program when not given.", valueName: "FILE"))
  var starling: String?
  @Option(help: ArgumentHelp("callsim; the one beside this program when not given.", valueName: "FILE"))
  var callsim: String?
  @Option(help: ArgumentHelp("Time over which the calls begin.", valueName: "TIME")) var ramp = "20s"
  @Option(help: ArgumentHelp("How long callers speak at a time.", valueName: "TIME")) var talk = "3s"
  @Option(help: ArgumentHelp("How long callers listen at a time.", valueName: "TIME")) var listen = "4s"
  @Option(help: ArgumentHelp("Speak over every Nth answer; 0: never.", valueName: "N")) var bargeInEvery = 3
  @Flag(help: "Over wss, with TLS ended in the engine and a certificate made for the occasion.") var tls =
    false
  @Option(
    help: ArgumentHelp(
      "What of every answer's latency is not the engine's, one after the other: endpointing 200 ms, recognition "
        + "50 ms, eleven tokens 110 ms, synthesis 50 ms.", valueName: "MS"))
  var fixedLatency = 410.0

  @Option(
    help: ArgumentHelp(
      "sqlite, or postgres: a server is started for the occasion.", valueName: "KIND"))
  var database = DatabaseKind.sqlite

  var starlingPath: String { starling ?? Self.neighbour("starling") }
  var callsimPath: String { callsim ?? Self.neighbour("callsim") }

  /// What callsim is told of every load.
  ///
  /// - Parameter ramp: other than the option's.
  func callsimArguments(
    _ engine: EngineProcess, calls: Int, ramp: String? = nil, duration: String
  ) -> [String] {
    [
      "--url", engine.url, "--concurrent", "\(calls)", "--ramp", ramp ?? self.ramp, "--duration", duration,
      "--talk", talk, "--listen", listen, "--barge-in-every", "\(bargeInEvery)",
      "--watch-pid", "\(engine.identifier)",
    ]
  }

  /// The part of every answer's latency that is not the engine's, as callsim takes it.
  var serviceTime: [String] { ["--service-time", "\(Int(fixedLatency.rounded()))ms"] }

  static func neighbour(_ name: String) -> String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "."
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
  }

  func validate() throws {
    guard bargeInEvery >= 0 else { throw ValidationError("--barge-in-every wants 0 or more") }
    guard fixedLatency >= 0 else { throw ValidationError("--fixed-latency wants 0 ms or more") }
    for path in [starlingPath, callsimPath] where !FileManager.default.isExecutableFile(atPath: path) {
      throw ValidationError("there is no program \(path); `make build` builds it")
    }
  }
}
