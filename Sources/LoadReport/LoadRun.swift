/// One run of callsim against an engine, and what it found.
public struct LoadRun: Equatable, Sendable {
  public var calls: Int
  /// Over `wss`, with TLS ended in the engine.
  public var isSecure: Bool
  public var result: CallsimResult
  /// nil where the engine's counters could not be read.
  public var frames: CallerFrames?
  /// What the simulated services and the endpointing take of every answer's latency, in ms.
  public var fixedLatencyMs: Double
  /// How late the engine's ticks were, by its own histogram.
  public var tickLatenessP99Ms: Double?

  public init(
    calls: Int, isSecure: Bool, result: CallsimResult, frames: CallerFrames?, fixedLatencyMs: Double,
    tickLatenessP99Ms: Double?
  ) {
    self.calls = calls
    self.isSecure = isSecure
    self.result = result
    self.frames = frames
    self.fixedLatencyMs = fixedLatencyMs
    self.tickLatenessP99Ms = tickLatenessP99Ms
  }

  public var framesMissing: Double? {
    guard let frames, let sent = result.framesSent, sent > 0 else { return nil }
    return frames.missing(of: sent)
  }

  public var answeredPercent: Double? {
    guard let asked = result.turnsAsked, let answered = result.turnsAnswered, asked > 0 else { return nil }
    return 100 * answered / asked
  }

  /// Of an answer beyond what the services and the endpointing take one after the other, at p99, in ms. Below zero
  /// when the engine does enough of it at the same time.
  public var addedLatencyP99Ms: Double? { result.responseP99Ms.map { $0 - fixedLatencyMs } }

  /// The part of a thousand calls' CPU that so many may take: about a third of it is the engine's ticks and sweeps, which
  /// many calls share.
  static func share(of calls: Int) -> Double { 0.32 + 0.68 * Double(calls) / 1_000 }

  /// What must hold, and what we aim at, for this many calls.
  ///
  /// - Parameter slack: how many times the CPU, memory and latency of the table still pass; 1 is the table itself.
  ///   Above 1 a machine that is not quiet is also forgiven one late message in a thousand and one turn in two hundred.
  public func table(slack: Double = 1) -> LoadTable {
    let share = Self.share(of: calls)
    let cores = isSecure ? (must: 1.2, aim: 0.7) : (must: 0.8, aim: 0.45)
    return LoadTable(
      [
        LoadRow(
          "engine CPU at \(calls) calls\(isSecure ? " over wss" : "")", result.engineCores,
          must: .atMost(cores.must * share * slack), aim: .atMost(cores.aim * share), unit: "core", digits: 2)
      ] + callerRows(slack: slack) + [
        LoadRow("calls refused, unconnected or lost", result.callsFailed, must: .atMost(0), aim: .atMost(0))
      ])
  }

  /// The same for a run in which more calls were offered than fit: refusing them is what must happen.
  public var overloadTable: LoadTable {
    LoadTable(
      callerRows(slack: 1) + [
        LoadRow("calls refused", result["refused"], must: .atLeast(1), aim: .atLeast(1)),
        LoadRow("calls lost", result["lost"], must: .atMost(0), aim: .atMost(0)),
      ])
  }

  /// What the callers notice, and what each costs in memory.
  private func callerRows(slack: Double) -> [LoadRow] {
    let isStrict = slack <= 1
    return [
      LoadRow(
        "agent audio late by more than 20 ms", result.lateMessages,
        must: .atMost(isStrict ? 0 : ((result.agentMessages ?? 0) / 1_000).rounded(.down)), aim: .atMost(0)),
      LoadRow("caller frames lost or unprocessed", framesMissing, must: .atMost(0), aim: .atMost(0)),
      LoadRow(
        "turns answered, in full", answeredPercent, must: .atLeast(isStrict ? 100 : 99.5), aim: .atLeast(100),
        unit: "%", digits: 2),
      LoadRow(
        "added latency per turn, p99", addedLatencyP99Ms, must: .atMost(40 * slack), aim: .atMost(15),
        unit: "ms", digits: 1),
      LoadRow(
        "speech over the agent to clear, p95", result.clearP95Ms, must: .atMost(150 * slack),
        aim: .atMost(100), unit: "ms", digits: 1),
      LoadRow(
        "resident memory per added call", result.memoryPerCallKiB, must: .atMost(256 * slack),
        aim: .atMost(96), unit: "KiB"),
    ]
  }
}
