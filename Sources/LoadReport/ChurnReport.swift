/// What is left of an engine after very many short calls, row by row.
public struct ChurnReport: Sendable {
  public var calls: Int
  public var result: CallsimResult
  /// The engine's own counts, once it was idle.
  public var after: MetricsPage
  public var trend: MemoryTrend
  /// Calls accepted a second while others ran; nil when it was not tried.
  public var acceptedPerSecond: Double?

  public init(
    calls: Int, result: CallsimResult, after: MetricsPage, trend: MemoryTrend, acceptedPerSecond: Double?
  ) {
    self.calls = calls
    self.result = result
    self.after = after
    self.trend = trend
    self.acceptedPerSecond = acceptedPerSecond
  }

  /// What the callers got through: a machine that is not quiet may refuse some.
  private var taken: Double { max(result["callsOpened"] ?? Double(calls), Double(calls) / 2) }

  private var started: Double? { after.sum("starling_calls_started_total") }

  /// A twentieth of a call's memory may be left of each: the rest is what allocators keep.
  private static let mostGrowthKiB = 4_096.0

  public var table: LoadTable {
    let ended = after.sum("starling_calls_ended_total")
    return LoadTable([
      LoadRow("calls begun", started, must: .atLeast(taken), aim: .atLeast(taken)),
      LoadRow(
        "calls begun that never ended", difference(started, ended), must: .atMost(0), aim: .atMost(0)),
      LoadRow("calls live after", after.sum("starling_calls_live"), must: .atMost(0), aim: .atMost(0)),
      LoadRow("live objects after", after.sum("starling_live_objects"), must: .atMost(0), aim: .atMost(0)),
      LoadRow(
        "memory of the last third over the one before", trend.growthKiB, must: .atMost(Self.mostGrowthKiB),
        aim: .atMost(1_024), unit: "KiB"),
      LoadRow(
        "calls accepted a second while 500 run", acceptedPerSecond, must: .atLeast(200), aim: .atLeast(1_000)),
    ])
  }

  private func difference(_ one: Double?, _ other: Double?) -> Double? {
    guard let one, let other else { return nil }
    return one - other
  }
}
