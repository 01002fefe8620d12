import LoadReport

/// A run in which every aim is met, to be changed by the tests.
enum GoodRun {
  static let numbers: [String: Double] = [
    "engineCores": 0.4, "engineBytesPerCall": 92_160, "engineResidentBytes": 125_829_120, "lateMessages": 0,
    "framesSent": 100, "turnsAsked": 10, "turnsAnswered": 10, "responseP99Ms": 220, "interruptions": 30,
    "clearsMissed": 1, "clearP95Ms": 80, "refused": 0, "valid": 1,
  ]

  static func run(_ numbers: [String: Double], calls: Int = 1_000, isSecure: Bool = false) -> LoadRun {
    let before = MetricsPage(parsing: "starling_frames_received_total 0")
    let after = MetricsPage(parsing: "starling_frames_received_total 100")
    return LoadRun(
      calls: calls, isSecure: isSecure, result: CallsimResult(numbers),
      frames: CallerFrames(before: before, after: after), fixedLatencyMs: 210, tickLatenessP99Ms: 3)
  }
}
