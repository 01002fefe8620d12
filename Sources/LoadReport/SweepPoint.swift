/// The figures of one step of a sweep; nil where something was not measured.
public struct SweepPoint: Equatable, Sendable {
  public var calls: Int
  public var cores: Double?
  public var memoryMiB: Double?
  /// The engine's ticks against their time.
  public var latenessP99Ms: Double?
  /// End of a caller's speech to the agent's first audio.
  public var responseP50Ms: Double?
  public var responseP99Ms: Double?
  public var clearP95Ms: Double?
  public var answeredPercent: Double?
  public var framesMissing: Double?
  /// False when callsim itself was too slow for this step.
  public var hasVerdict: Bool
  public var passes: Bool

  public init(_ run: LoadRun) {
    calls = run.calls
    cores = run.result.engineCores
    memoryMiB = run.result.engineMemoryMiB
    latenessP99Ms = run.tickLatenessP99Ms
    responseP50Ms = run.result.responseP50Ms
    responseP99Ms = run.result.responseP99Ms
    clearP95Ms = run.result.clearP95Ms
    answeredPercent = run.answeredPercent
    framesMissing = run.framesMissing
    hasVerdict = run.result.isValid
    passes = run.table().passes
  }

  /// For one call, in millicores: thousandths of a CPU-second for each second of a call.
  public var millicoresPerCall: Double? { cores.map { $0 * 1_000 / Double(calls) } }

  var verdict: String { !hasVerdict ? "no verdict" : passes ? "pass" : "FAIL" }
}
