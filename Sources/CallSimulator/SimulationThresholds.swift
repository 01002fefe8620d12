public import Audio

/// What a simulation must have found for the engine to pass. A threshold over no data at all is missed.
public struct SimulationThresholds: Sendable {
  /// Per cent of turns that were answered in full.
  public var minAnswered: Double?
  /// Of responses, in milliseconds; added: beyond the fixed service time.
  public var maxResponseP99: Int?
  public var maxAddedP50: Int?
  public var maxAddedP99: Int?
  /// First speech over the agent to `clear`, in milliseconds.
  public var maxClearP95: Int?
  /// Interruptions that were never cleared for.
  public var maxClearsMissed: Int?
  public var maxAudioAfterClear: Int?
  /// Agent utterances with a silence inside, and messages more than 20 ms late.
  public var maxGaps: Int?
  public var maxLate: Int?
  /// The engine's cores over the measured window, and KiB resident for each call.
  public var maxCores: Double?
  public var maxMemoryPerCall: Double?
  /// Calls a second in the acceptance test.
  public var minAcceptRate: Double?
  /// Refusals (HTTP 503) are no failure: the engine is loaded beyond what it takes.
  public var allowsRefusals = false
  /// The agent may end calls of callers who talk and listen; a script says for itself who ends.
  public var allowsHangUps = false
  /// The simulator's own lateness at p99 above which its findings mean nothing.
  public var maxOwnLateness = MediaTime.milliseconds(20)

  public init() {}

  /// Why there is no verdict; nil when there is one.
  public func invalidity(of report: SimulationReport) -> String? {
    let own = report.lateness.quantile(0.99)
    if own > maxOwnLateness {
      return
        "no verdict: callsim itself was too slow (its frames left \(own) late at p99, more than \(maxOwnLateness))"
    }
    // A few frames are due in the very sweep that ends the call.
    let missing = report.framesMissing - report.framesBlocked
    if missing > report.callsJudged, missing * 1_000 > report.verdict.framesDue {
      return
        "no verdict: callsim itself was too slow (\(missing) of \(report.verdict.framesDue) frames were not sent)"
    }
    return nil
  }

  /// What was missed, one line each; empty when everything was met.
  public func failures(of report: SimulationReport, script: CallerScript? = nil) -> [String] {
    var failures = connectionFailures(report)
    if let script {
      failures += Self.scriptFailures(report, script)
    } else if !allowsHangUps {
      let count = report.calls.lazy.filter { $0.isJudged && $0.verdict.endedBy == "agent" }.count
      if count > 0 { failures.append("\(count) calls were ended by the agent before their time") }
    }
    failures += turnFailures(report) + interruptionFailures(report) + audioFailures(report)
    return failures + costFailures(report)
  }

  private func connectionFailures(_ report: SimulationReport) -> [String] {
    var failures: [String] = []
    for (reason, count) in report.connectFailures.sorted(by: { $0.key < $1.key }) {
      failures.append("\(count) calls were not connected: \(reason)")
    }
    if report.callsRefused > 0, !allowsRefusals {
      failures.append("\(report.callsRefused) calls were refused (HTTP 503)")
    }
    if report.callsOpened == 0 { failures.append("no call was connected") }
    if report.callsOpened > 0, report.callsJudged == 0 { failures.append("no call was judged") }
    let lost = report.calls.lazy.filter { $0.isJudged && $0.verdict.endedBy == "lost" }.count
    if lost > 0 { failures.append("\(lost) connections were lost without a close frame") }
    if report.verdict.invalidMedia > 0 {
      failures.append("\(report.verdict.invalidMedia) media messages held no audio of the codec")
    }
    if report.verdict.badMessages > 0 {
      failures.append("\(report.verdict.badMessages) messages were not understood")
    }
    return failures
  }

  private static func scriptFailures(_ report: SimulationReport, _ script: CallerScript) -> [String] {
    var failures: [String] = []
    let verdict = report.verdict
    if verdict.linesSaid < script.lines.count {
      failures.append(
        "only \(verdict.linesSaid) of \(script.lines.count) lines were said before the call ended")
    }
    if verdict.linesAnswered < verdict.linesSaid {
      failures.append("\(verdict.linesSaid - verdict.linesAnswered) lines were not answered")
    }
    if report.endedBy["timeout"] != nil { failures.append("the call did not end in time") }
    if script.ending == .wait, report.endedBy["agent"] == nil {
      failures.append("the agent did not end the call")
    }
    return failures
  }

  private func turnFailures(_ report: SimulationReport) -> [String] {
    var failures: [String] = []
    let verdict = report.verdict
    if let limit = minAnswered {
      let share =
        verdict.turnsAsked == 0 ? 0 : 100 * Double(verdict.turnsAnswered) / Double(verdict.turnsAsked)
      if verdict.turnsAsked == 0 {
        failures.append("no turn was asked, so none was answered")
      } else if share < limit {
        failures.append(
          "\(verdict.turnsAnswered) of \(verdict.turnsAsked) turns were answered in full, less than \(limit) %"
        )
      }
    }
    let responses = verdict.responses
    failures += Self.quantileFailures("response p99", 0.99, of: responses, limit: maxResponseP99)
    failures += Self.quantileFailures("added latency p50", 0.5, of: report.added, limit: maxAddedP50)
    failures += Self.quantileFailures("added latency p99", 0.99, of: report.added, limit: maxAddedP99)
    return failures
  }

  private func interruptionFailures(_ report: SimulationReport) -> [String] {
    let verdict = report.verdict
    var failures = Self.quantileFailures("speech to clear p95", 0.95, of: verdict.clears, limit: maxClearP95)
    if let limit = maxClearsMissed {
      if verdict.interruptions == 0 {
        failures.append("nobody interrupted the agent, so no clear can be judged")
      } else if verdict.clearsMissed > limit {
        failures.append("\(verdict.clearsMissed) interruptions were never cleared for, more than \(limit)")
      }
    }
    if let limit = maxAudioAfterClear {
      if verdict.clears.isEmpty {
        failures.append("there was no clear, so nothing after one can be judged")
      } else if verdict.audioAfterClear > limit {
        failures.append("\(verdict.audioAfterClear) messages of audio after a clear, more than \(limit)")
      }
    }
    return failures
  }

  private func audioFailures(_ report: SimulationReport) -> [String] {
    let verdict = report.verdict
    guard maxGaps != nil || maxLate != nil else { return [] }
    guard verdict.agentMessages > 0 else { return ["no agent audio was heard, so its gaps cannot be judged"] }
    var failures: [String] = []
    if let limit = maxGaps, verdict.gaps > limit {
      failures.append(
        "\(verdict.gaps) gaps in the agent's audio (longest \(verdict.longestGap)), more than \(limit)")
    }
    if let limit = maxLate, verdict.lateMessages > limit {
      failures.append("\(verdict.lateMessages) messages of agent audio were late, more than \(limit)")
    }
    return failures
  }

  private func costFailures(_ report: SimulationReport) -> [String] {
    var failures: [String] = []
    if maxCores != nil || maxMemoryPerCall != nil, report.engine == nil {
      failures.append("the engine's cost was not measured: give --watch-pid, and a duration")
    }
    if let limit = maxCores, let engine = report.engine, engine.cores > limit {
      failures.append("the engine took \(engine.cores) cores, more than \(limit)")
    }
    if let limit = maxMemoryPerCall, let engine = report.engine, engine.bytesPerCall > limit * 1_024 {
      failures.append("each call added \(Int(engine.bytesPerCall / 1_024)) KiB, more than \(limit)")
    }
    if report.accepted < report.acceptanceAsked {
      failures.append(
        "\(report.acceptanceAsked - report.accepted) of \(report.acceptanceAsked) short calls were not accepted"
      )
    }
    if let limit = minAcceptRate, report.acceptedPerSecond < limit {
      failures.append("\(Int(report.acceptedPerSecond)) calls a second were accepted, less than \(limit)")
    }
    return failures
  }

  private static func quantileFailures(
    _ name: String, _ quantile: Double, of times: [MediaTime], limit: Int?
  ) -> [String] {
    guard let limit else { return [] }
    guard !times.isEmpty else { return ["\(name) cannot be judged: there was none"] }
    let value = SimulationReport.quantile(quantile, of: times)
    return value > .milliseconds(Int64(limit)) ? ["\(name) is \(value), more than \(limit) ms"] : []
  }
}
