import LoadReport

/// A run in which every aim is met, to be changed by the tests.
enum GoodRun {
  static let numbers: [String: Double] = [
    "engineCores": 0.4, "engineMemoryPerCallKiB": 90, "lateFrames": 0, "framesSent": 100, "turnsAsked": 10,
    "turnsAnswered": 10, "responseP99Ms": 220, "interruptions": 3, "clearP95Ms": 80, "ownLatenessP99Ms": 2,
  ]

  static func run(_ numbers: [String: Double], calls: Int = 1_000, isSecure: Bool = false) -> LoadRun {
    let before = MetricsPage(parsing: "starling_frames_received_total 0")
    let after = MetricsPage(parsing: "starling_frames_received_total 100")
    return LoadRun(
      calls: calls, isSecure: isSecure, result: CallsimResult(numbers),
      frames: CallerFrames(before: before, after: after), fixedLatencyMs: 210, peakMemoryMiB: 120)
  }
}
