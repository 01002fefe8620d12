import Audio
import CallSimulator
import Foundation

/// A finished simulation for people and for programs.
struct ReportSummary {
  let report: SimulationReport

  // MARK: For people

  private var rows: [(name: String, value: String)] {
    let verdict = report.verdict
    return [
      ("calls opened", "\(report.callsOpened)"),
      ("refused / not connected", "\(report.callsRefused) / \(notConnected)"),
      ("judged", "\(report.callsJudged)"),
      (
        "ended by",
        report.endedBy.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      ),
      ("turns asked", "\(verdict.turnsAsked) (\(verdict.turnsExcused) more were still open at the end)"),
      ("turns answered in full", "\(verdict.turnsAnswered)"),
      ("answers cut short / none", "\(verdict.answersCut) / \(verdict.turnsUnanswered)"),
      ("response ms p50/p95/p99/max", quantiles([0.5, 0.95, 0.99, 1], verdict.responses)),
    ] + optionalRows + [
      ("gaps in agent audio", "\(verdict.gaps) (longest \(verdict.longestGap))"),
      ("messages over 20 ms late", "\(verdict.lateMessages) of \(verdict.agentMessages)"),
      ("pauses between utterances", "\(verdict.pauses)"),
      ("interruptions / clears missed", "\(verdict.interruptions) / \(verdict.clearsMissed)"),
      ("speech to clear ms p50/p95/max", quantiles([0.5, 0.95, 1], verdict.clears)),
      ("clears nobody asked for", "\(verdict.clearsUnasked)"),
      ("messages after a clear", "\(verdict.audioAfterClear)"),
      ("messages not understood / no audio", "\(verdict.badMessages) / \(verdict.invalidMedia)"),
      ("agent audio", "\(Int(verdict.agentAudio.seconds)) s"),
      ("frames sent", "\(report.framesSent)"),
      ("frames the socket refused", "\(report.framesBlocked)"),
      ("own frames due / not sent", "\(verdict.framesDue) / \(report.framesMissing)"),
      ("own lateness p50/p99/max", ownLateness),
      ("own cores", String(format: "%.2f", report.own?.cores ?? report.cores)),
    ]
  }

  private var optionalRows: [(name: String, value: String)] {
    var rows: [(String, String)] = []
    if report.serviceTime > .zero {
      rows.append(("added latency ms p50/p99/max", quantiles([0.5, 0.99, 1], report.added)))
    }
    if let engine = report.engine {
      rows.append(
        (
          "engine cores (CPU per call-second)",
          String(format: "%.3f (%.6f)", engine.cores, engine.cpuPerCallSecond)
        ))
      rows.append(
        (
          "engine memory at the end (per call)",
          "\(engine.residentBytesAfter / 1_048_576) MiB (\(Int(engine.bytesPerCall / 1_024)) KiB)"
        ))
    }
    if report.acceptanceAsked > 0 {
      rows.append(
        (
          "short calls accepted",
          "\(report.accepted) of \(report.acceptanceAsked), \(Int(report.acceptedPerSecond)) a second"
        ))
    }
    return rows
  }

  private var ownLateness: String {
    "\(report.lateness.quantile(0.5)) / \(report.lateness.quantile(0.99)) / \(report.lateness.longest)"
  }

  private var notConnected: Int { report.connectFailures.values.reduce(0, +) }

  private func quantiles(_ quantiles: [Double], _ times: [MediaTime]) -> String {
    guard !times.isEmpty else { return "none" }
    return quantiles.map { "\(SimulationReport.quantile($0, of: times).milliseconds)" }.joined(
      separator: " / ")
  }

  var table: String {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.value)\n" }
      .joined()
  }

  // MARK: For programs

  private var values: [(String, Double)] {
    let verdict = report.verdict
    return [
      ("callsOpened", Double(report.callsOpened)), ("callsEnded", Double(report.callsEnded)),
      ("callsJudged", Double(report.callsJudged)), ("refused", Double(report.callsRefused)),
      ("notConnected", Double(notConnected)), ("endedByAgent", Double(report.endedBy["agent"] ?? 0)),
      ("lost", Double(report.endedBy["lost"] ?? 0)),
      ("turnsAsked", Double(verdict.turnsAsked)), ("turnsAnswered", Double(verdict.turnsAnswered)),
      ("turnsExcused", Double(verdict.turnsExcused)), ("answersCut", Double(verdict.answersCut)),
      ("gaps", Double(verdict.gaps)), ("longestGapMs", milliseconds(verdict.longestGap)),
      ("lateMessages", Double(verdict.lateMessages)), ("agentMessages", Double(verdict.agentMessages)),
      ("pauses", Double(verdict.pauses)), ("interruptions", Double(verdict.interruptions)),
      ("clearsMissed", Double(verdict.clearsMissed)), ("clearsUnasked", Double(verdict.clearsUnasked)),
      ("audioAfterClear", Double(verdict.audioAfterClear)), ("badMessages", Double(verdict.badMessages)),
      ("invalidMedia", Double(verdict.invalidMedia)), ("linesSaid", Double(verdict.linesSaid)),
      ("linesAnswered", Double(verdict.linesAnswered)), ("framesSent", Double(report.framesSent)),
      ("framesDue", Double(verdict.framesDue)), ("framesMissing", Double(report.framesMissing)),
      ("framesBlocked", Double(report.framesBlocked)),
      ("ownLatenessP99Ms", Double(report.lateness.quantile(0.99).milliseconds)),
      ("ownLatenessMaxMs", milliseconds(report.lateness.longest)),
      ("ownCores", report.own?.cores ?? report.cores),
    ] + quantileValues + costValues
  }

  /// What was not measured is left out.
  private var quantileValues: [(String, Double)] {
    var values: [(String, Double)] = []
    let levels = [("P50Ms", 0.5), ("P95Ms", 0.95), ("P99Ms", 0.99), ("MaxMs", 1)]
    var series = [("response", report.verdict.responses), ("clear", report.verdict.clears)]
    if report.serviceTime > .zero { series.append(("added", report.added)) }
    for (name, times) in series where !times.isEmpty {
      values += levels.map { (name + $0.0, milliseconds(SimulationReport.quantile($0.1, of: times))) }
    }
    return values
  }

  private var costValues: [(String, Double)] {
    var values: [(String, Double)] = []
    for (name, use) in [("engine", report.engine), ("own", report.own)] {
      guard let use else { continue }
      if name == "engine" { values.append(("engineCores", use.cores)) }
      values += [
        ("\(name)CPUPerCallSecond", use.cpuPerCallSecond),
        ("\(name)ResidentBytes", Double(use.residentBytesAfter)), ("\(name)BytesPerCall", use.bytesPerCall),
      ]
    }
    if report.acceptanceAsked > 0 {
      values += [("accepted", Double(report.accepted)), ("acceptedPerSecond", report.acceptedPerSecond)]
    }
    return values
  }

  private func milliseconds(_ time: MediaTime) -> Double { Double(time.nanoseconds / 1_000) / 1_000 }

  func json(passed: Bool, _ invalidity: String?, _ failures: [String]) -> String {
    var fields = values.map { "  \"\($0.0)\": \(Self.number($0.1))" }
    fields.append("  \"valid\": \(invalidity == nil)")
    fields.append(
      "  \"failures\": [\((invalidity.map { [$0] } ?? failures).map(Self.quoted).joined(separator: ", "))]")
    return "{\n\(fields.joined(separator: ",\n")),\n  \"passed\": \(passed)\n}\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func quoted(_ text: String) -> String {
    guard let data = try? JSONEncoder().encode(text) else { return "\"\"" }
    return String(decoding: data, as: UTF8.self)
  }

  /// One line for each call.
  var csv: String {
    let head =
      "call,seconds,judged,ended_by,turns_asked,turns_answered,answers_cut,turns_excused,response_p50_ms,"
      + "response_max_ms,interruptions,clears_missed,clear_max_ms,audio_after_clear,gaps,longest_gap_ms,late_messages,"
      + "agent_seconds,frames_due,frames_sent\n"
    return head + report.calls.map { Self.line($0) + "\n" }.joined()
  }

  private static func line(_ call: CallRecord) -> String {
    let verdict = call.verdict
    func ms(_ quantile: Double, _ times: [MediaTime]) -> String {
      times.isEmpty
        ? "" : String(format: "%.1f", SimulationReport.quantile(quantile, of: times).seconds * 1_000)
    }
    let fields: [String] = [
      "\(call.index)", String(format: "%.2f", call.length.seconds), call.isJudged ? "1" : "0",
      verdict.endedBy,
      "\(verdict.turnsAsked)", "\(verdict.turnsAnswered)", "\(verdict.answersCut)", "\(verdict.turnsExcused)",
      ms(0.5, verdict.responses), ms(1, verdict.responses), "\(verdict.interruptions)",
      "\(verdict.clearsMissed)",
      ms(1, verdict.clears), "\(verdict.audioAfterClear)", "\(verdict.gaps)",
      "\(verdict.longestGap.milliseconds)",
      "\(verdict.lateMessages)", String(format: "%.2f", verdict.agentAudio.seconds), "\(verdict.framesDue)",
      "\(verdict.framesSent)",
    ]
    return fields.joined(separator: ",")
  }
}
