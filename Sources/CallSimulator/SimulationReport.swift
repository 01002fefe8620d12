public import Audio

/// The sum of all callers' verdicts, and what the simulator has to say about itself.
public struct SimulationReport: Sendable {
  /// Calls whose connection opened, and those that were judged at their end.
  public var callsOpened = 0
  public var callsEnded = 0
  public var callsJudged = 0
  /// Connections that did not come about, by reason; refusals (HTTP 503) are counted apart.
  public var connectFailures: [String: Int] = [:]
  public var callsRefused = 0
  /// Of the judged calls.
  public var verdict = CallVerdict()
  public var endedBy: [String: Int] = [:]
  public var calls: [CallRecord] = []
  /// Media messages that a socket took, of all calls, abusive ones too.
  public var framesSent = 0
  /// Frames that the impaired network lost on purpose.
  public var framesDropped = 0
  /// Frames of judged calls that the engine's socket had no room for.
  public var framesBlocked = 0
  /// How late frames of judged calls left the simulator itself.
  public var lateness = LatencyCounts()
  /// The fixed part of every response.
  public var serviceTime = MediaTime.zero
  /// User and system time of the simulator, over its wall time.
  public var cores = 0.0
  /// What engine and simulator cost over the measured window.
  public var engine: ResourceUse?
  public var own: ResourceUse?
  /// Short calls of the acceptance test that were accepted, of how many, in what time.
  public var accepted = 0
  public var acceptanceAsked = 0
  public var acceptanceTime = MediaTime.zero

  public init() {}

  /// Frames of judged calls whose time came and that were not sent.
  public var framesMissing: Int { max(0, verdict.framesDue - verdict.framesSent - framesDropped) }

  /// Calls accepted in a second, in the acceptance test.
  public var acceptedPerSecond: Double {
    acceptanceTime > .zero ? Double(accepted) / acceptanceTime.seconds : 0
  }

  /// Responses less the fixed service time; negative where the engine did things at the same time.
  public var added: [MediaTime] { verdict.responses.map { $0 - serviceTime } }

  mutating func add(_ record: CallRecord) {
    callsEnded += 1
    endedBy[record.verdict.endedBy, default: 0] += 1
    if record.isJudged {
      callsJudged += 1
      verdict.add(record.verdict)
    }
    calls.append(record)
  }

  /// The share `quantile` (0…1) of `times` does not exceed it; zero while there are none.
  public static func quantile(_ quantile: Double, of times: [MediaTime]) -> MediaTime {
    guard !times.isEmpty else { return .zero }
    let sorted = times.sorted()
    return sorted[min(sorted.count - 1, max(0, Int((quantile * Double(sorted.count)).rounded(.up)) - 1))]
  }
}
