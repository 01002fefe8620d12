/// Why the simulator cannot start. Each case says what to change.
public enum SimulatorError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A `--fault` that is not `VENDOR:FAULT[=VALUE][:AT][:COUNT]`.
  case unusableFault(String, reason: String)
  /// A `--latency` that is not `NAME=P50,P95`.
  case unusableLatency(String, reason: String)
  /// Certificate or key cannot be used.
  case certificate(String)
  /// A folder of callers' lines cannot be read.
  case lines(String)
  case cannotListen(port: Int, reason: String)
  /// flite cannot be started.
  case voice(String)

  public var description: String {
    switch self {
    case .unusableFault(let text, let reason):
      "--fault \(text): \(reason); write VENDOR:FAULT[=VALUE][:AT][:COUNT], e.g. deepgram:stall:middle:1"
    case .unusableLatency(let text, let reason):
      "--latency \(text): \(reason); write NAME=P50,P95 in milliseconds, e.g. anthropic.first=400,900"
    case .certificate(let reason):
      "the certificate cannot be used: \(reason); `providersim certificates DIR` makes a set"
    case .lines(let reason):
      "the callers' lines cannot be read: \(reason); --lines names a folder like fixtures/callers"
    case .cannotListen(let port, let reason):
      "cannot listen on port \(port): \(reason); choose another --port"
    case .voice(let reason): "no voice: \(reason)"
    }
  }
}
