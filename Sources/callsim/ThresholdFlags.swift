import ArgumentParser
import Audio
import CallSimulator

/// What the engine must reach, on the command line. A threshold over no data at all is missed.
struct ThresholdFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp("Fail when fewer per cent of turns were answered in full.", valueName: "PERCENT"))
  var minAnswered: Double?
  @Option(help: ArgumentHelp("Fail when the p99 of responses is longer, in ms.", valueName: "MS"))
  var maxResponseP99: Int?
  @Option(help: ArgumentHelp("The same for the p50 of what exceeds --service-time.", valueName: "MS"))
  var maxAddedP50: Int?
  @Option(help: ArgumentHelp("The same for the p99 of what exceeds --service-time.", valueName: "MS"))
  var maxAddedP99: Int?
  @Option(
    name: [.customLong("max-barge-in-p95"), .customLong("max-clear-p95")],
    help: ArgumentHelp(
      "Fail when the p95 from speech over the agent to clear is longer, in ms.", valueName: "MS"))
  var maxClearP95: Int?
  @Option(help: ArgumentHelp("Fail when more interruptions were never cleared for.", valueName: "N"))
  var maxClearsMissed: Int?
  @Option(help: ArgumentHelp("Fail when more messages of audio came after a clear.", valueName: "N"))
  var maxAudioAfterClear: Int?
  @Option(help: ArgumentHelp("Fail when more utterances had a gap.", valueName: "N")) var maxGaps: Int?
  @Option(help: ArgumentHelp("Fail when more messages of agent audio were over 20 ms late.", valueName: "N"))
  var maxLate: Int?
  @Option(help: ArgumentHelp("Fail when the watched process took more cores.", valueName: "CORES"))
  var maxCores: Double?
  @Option(help: ArgumentHelp("Fail when each call added more memory to it, in KiB.", valueName: "KIB"))
  var maxMemoryPerCall: Double?
  @Option(help: ArgumentHelp("Fail when --accept-test found fewer calls accepted a second.", valueName: "N"))
  var minAcceptRate: Double?
  @Flag(help: "Refused calls (HTTP 503) are no failure.") var allowRefused = false
  @Flag(help: "Calls that the agent ends are no failure; so with --ending agent and mix.")
  var allowHangUps = false
  @Option(help: "Give no verdict (exit code 3) when callsim's own frames were later than this at p99.")
  var maxOwnLate = TimeArgument(milliseconds: 20)

  var thresholds: SimulationThresholds {
    var thresholds = SimulationThresholds()
    thresholds.minAnswered = minAnswered
    thresholds.maxResponseP99 = maxResponseP99
    thresholds.maxAddedP50 = maxAddedP50
    thresholds.maxAddedP99 = maxAddedP99
    thresholds.maxClearP95 = maxClearP95
    thresholds.maxClearsMissed = maxClearsMissed
    thresholds.maxAudioAfterClear = maxAudioAfterClear
    thresholds.maxGaps = maxGaps
    thresholds.maxLate = maxLate
    thresholds.maxCores = maxCores
    thresholds.maxMemoryPerCall = maxMemoryPerCall
    thresholds.minAcceptRate = minAcceptRate
    thresholds.allowsRefusals = allowRefused
    thresholds.allowsHangUps = allowHangUps
    thresholds.maxOwnLateness = maxOwnLate.time
    return thresholds
  }
}
