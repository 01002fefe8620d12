/// One run of callsim against an engine, and what it found.
public struct LoadRun: Equatable, Sendable {
  public var calls: Int
  /// Over `wss`, with TLS ended in the engine.
  public var isSecure: Bool
  public var result: CallsimResult
  /// nil where the engine's counters could not be read.
  public var frames: CallerFrames?
  /// The part of every answer's latency that the simulated services and the endpointing take, in ms.
  public var fixedLatencyMs: Double
  /// The engine's most resident memory, in MiB.
  public var peakMemoryMiB: Double?

  public init(
    calls: Int, isSecure: Bool, result: CallsimResult, frames: CallerFrames?, fixedLatencyMs: Double,
    peakMemoryMiB: Double?
  ) {
    self.calls = calls
    self.isSecure = isSecure
    self.result = result
    self.frames = frames
    self.fixedLatencyMs = fixedLatencyMs
    self.peakMemoryMiB = peakMemoryMiB
  }

  /// Above this callsim was too slow for its findings to mean anything, in ms.
  static let tolerableLatenessMs = 10.0

  /// False when callsim itself was too slow: what it found says nothing about the engine.
  public var hasVerdict: Bool { (result.ownLatenessP99Ms ?? 0) <= Self.tolerableLatenessMs }

  public var framesMissing: Double? {
    guard let frames, let sent = result.framesSent, sent > 0 else { return nil }
    return frames.missing(of: sent)
  }

  public var answeredPercent: Double? {
    guard let asked = result.turnsAsked, let answered = result.turnsAnswered, asked > 0 else { return nil }
    return 100 * answered / asked
  }

  /// Of an answer beyond what the services and the endpointing take, at p99, in ms.
  public var addedLatencyP99Ms: Double? {
    result.responseP99Ms.map { max(0, $0 - fixedLatencyMs) }
  }

  /// What must hold, and what we aim at, for this many calls.
  ///
  /// - Parameter slack: how many times the CPU, memory and latency of the table still pass; 1 is the table itself.
  public func table(slack: Double = 1) -> LoadTable {
    let share = Double(calls) / 1_000
    let cores = isSecure ? (must: 1.2, aim: 0.7) : (must: 0.8, aim: 0.45)
    let clear = (result.interruptions ?? 0) > 0 ? result.clearP95Ms : nil
    return LoadTable([
      LoadRow(
        "engine CPU at \(calls) calls\(isSecure ? " over wss" : "")", result.engineCores,
        must: .atMost(cores.must * share * slack), aim: .atMost(cores.aim * share), unit: "core", digits: 2),
      LoadRow("agent audio late by more than 20 ms", result.lateFrames, must: .atMost(0), aim: .atMost(0)),
      LoadRow("caller frames lost or unprocessed", framesMissing, must: .atMost(0), aim: .atMost(0)),
      LoadRow(
        "turns answered, in full", answeredPercent, must: .atLeast(100), aim: .atLeast(100), unit: "%",
        digits: 2),
      LoadRow(
        "added latency per turn, p99", addedLatencyP99Ms, must: .atMost(40 * slack), aim: .atMost(15),
        unit: "ms", digits: 1),
      LoadRow(
        "speech over the agent to clear, p95", clear, must: .atMost(150 * slack), aim: .atMost(100),
        unit: "ms", digits: 1),
      LoadRow(
        "resident memory per added call", result.memoryPerCallKiB, must: .atMost(256 * slack),
        aim: .atMost(96), unit: "KiB"),
    ])
  }
}
