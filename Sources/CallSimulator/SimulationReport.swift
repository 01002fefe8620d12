public import Audio

/// The sum of all callers' verdicts.
public struct SimulationReport: Sendable {
  public var callsOpened = 0
  public var callsEnded = 0
  /// Connections that did not come about, by reason.
  public var connectFailures: [String: Int] = [:]
  public var verdict = CallVerdict()
  public var endedBy: [String: Int] = [:]
  public var framesSent = 0
  public var framesDropped = 0
  /// Frames that the engine's socket had no room for.
  public var framesBlocked = 0
  /// How late frames left the simulator itself.
  public var lateness = LatencyCounts()
  /// User and system time of the simulator, over its wall time.
  public var cores = 0.0

  public init() {}

  mutating func add(_ one: CallVerdict) {
    callsEnded += 1
    endedBy[one.endedBy, default: 0] += 1
    verdict.turnsAsked += one.turnsAsked
    verdict.turnsAnswered += one.turnsAnswered
    verdict.answersCut += one.answersCut
    verdict.responses += one.responses
    verdict.clears += one.clears
    verdict.interruptions += one.interruptions
    verdict.audioAfterClear += one.audioAfterClear
    verdict.gaps += one.gaps
    verdict.longestGap = max(verdict.longestGap, one.longestGap)
    verdict.agentAudio += one.agentAudio
    verdict.badMessages += one.badMessages
    verdict.linesSaid += one.linesSaid
    verdict.linesAnswered += one.linesAnswered
  }

  /// The share `quantile` (0…1) of `times` does not exceed it; zero while there are none.
  public static func quantile(_ quantile: Double, of times: [MediaTime]) -> MediaTime {
    guard !times.isEmpty else { return .zero }
    let sorted = times.sorted()
    return sorted[min(sorted.count - 1, max(0, Int((quantile * Double(sorted.count)).rounded(.up)) - 1))]
  }
}
