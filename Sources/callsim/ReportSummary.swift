import Audio
import CallSimulator
import Foundation

/// A finished simulation for people and for programs, and what it missed.
struct ReportSummary {
  struct Thresholds {
    var maxResponseP99: Int?
    var maxGaps: Int?
    var minAnswered: Double?
    var maxClearP95: Int?
  }

  /// Above this the simulator itself was too slow for its findings to mean anything.
  static let tolerableLateness = MediaTime.milliseconds(10)

  let report: SimulationReport
  let script: CallerScript?
  let failures: [String]

  init(report: SimulationReport, script: CallerScript?, thresholds: Thresholds) {
    self.report = report
    self.script = script
    failures = Self.failures(report, script, thresholds)
  }

  private static func failures(
    _ report: SimulationReport, _ script: CallerScript?, _ thresholds: Thresholds
  ) -> [String] {
    let own = report.lateness.quantile(0.99)
    if own > tolerableLateness, script == nil {
      return ["no verdict: callsim itself was too slow (its frames left \(own) late at p99)"]
    }
    var failures: [String] = []
    for (reason, count) in report.connectFailures.sorted(by: { $0.key < $1.key }) {
      failures.append("\(count) calls were not connected: \(reason)")
    }
    if let script { failures += scriptFailures(report, script) }
    let p99 = SimulationReport.quantile(0.99, of: report.verdict.responses)
    if let limit = thresholds.maxResponseP99, p99 > .milliseconds(Int64(limit)) {
      failures.append("response p99 is \(p99), more than \(limit) ms")
    }
    if let limit = thresholds.maxGaps, report.verdict.gaps > limit {
      failures.append("\(report.verdict.gaps) gaps in the agent's audio, more than \(limit)")
    }
    if let limit = thresholds.minAnswered, answered(report) < limit {
      failures.append(
        "\(String(format: "%.2f", answered(report))) % of turns were answered, less than \(limit) %")
    }
    let clear = SimulationReport.quantile(0.95, of: report.verdict.clears)
    if let limit = thresholds.maxClearP95, clear > .milliseconds(Int64(limit)) {
      failures.append("speech to clear is \(clear) at p95, more than \(limit) ms")
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

  private static func answered(_ report: SimulationReport) -> Double {
    report.verdict.turnsAsked == 0
      ? 0 : 100 * Double(report.verdict.turnsAnswered) / Double(report.verdict.turnsAsked)
  }

  // MARK: Forms

  private var rows: [(name: String, value: String)] {
    let verdict = report.verdict
    let response = [0.5, 0.95, 0.99, 1].map {
      SimulationReport.quantile($0, of: verdict.responses).milliseconds
    }
    let clear = [0.5, 0.95, 1].map { SimulationReport.quantile($0, of: verdict.clears).milliseconds }
    return [
      ("calls opened", "\(report.callsOpened)"),
      ("not connected", "\(report.connectFailures.values.reduce(0, +))"),
      (
        "ended by",
        report.endedBy.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      ),
      ("turns asked", "\(verdict.turnsAsked)"),
      ("turns answered in full", "\(verdict.turnsAnswered)"),
      ("answers cut short", "\(verdict.answersCut)"),
      ("response ms p50/p95/p99/max", response.map(String.init).joined(separator: " / ")),
      ("gaps in agent audio", "\(verdict.gaps) (longest \(verdict.longestGap))"),
      ("interruptions", "\(verdict.interruptions)"),
      ("speech to clear ms p50/p95/max", clear.map(String.init).joined(separator: " / ")),
      ("messages after a clear", "\(verdict.audioAfterClear)"),
      ("messages not understood", "\(verdict.badMessages)"),
      ("agent audio", "\(Int(verdict.agentAudio.seconds)) s"),
      ("frames sent", "\(report.framesSent)"),
      ("frames the socket refused", "\(report.framesBlocked)"),
      ("own lateness p99/max", "\(report.lateness.quantile(0.99)) / \(report.lateness.longest)"),
      ("own cores", String(format: "%.2f", report.cores)),
    ]
  }

  var table: String {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.value)\n" }
      .joined()
  }

  private var values: [(String, Double)] {
    let verdict = report.verdict
    func ms(_ quantile: Double, _ times: [MediaTime]) -> Double {
      (SimulationReport.quantile(quantile, of: times).seconds * 1e6).rounded() / 1e3
    }
    return [
      ("callsOpened", Double(report.callsOpened)),
      ("notConnected", Double(report.connectFailures.values.reduce(0, +))),
      ("endedByAgent", Double(report.endedBy["agent"] ?? 0)),
      ("turnsAsked", Double(verdict.turnsAsked)), ("turnsAnswered", Double(verdict.turnsAnswered)),
      ("answersCut", Double(verdict.answersCut)),
      ("responseP50Ms", ms(0.5, verdict.responses)), ("responseP95Ms", ms(0.95, verdict.responses)),
      ("responseP99Ms", ms(0.99, verdict.responses)), ("responseMaxMs", ms(1, verdict.responses)),
      ("gaps", Double(verdict.gaps)), ("interruptions", Double(verdict.interruptions)),
      ("clearP50Ms", ms(0.5, verdict.clears)), ("clearP95Ms", ms(0.95, verdict.clears)),
      ("audioAfterClear", Double(verdict.audioAfterClear)), ("linesSaid", Double(verdict.linesSaid)),
      ("linesAnswered", Double(verdict.linesAnswered)), ("framesSent", Double(report.framesSent)),
      ("ownLatenessP99Ms", Double(report.lateness.quantile(0.99).milliseconds)), ("ownCores", report.cores),
    ]
  }

  var json: String {
    let fields = values.map { "  \"\($0.0)\": \($0.1 == $0.1.rounded() ? "\(Int($0.1))" : "\($0.1)")" }
    let verdict = failures.isEmpty ? "true" : "false"
    return "{\n\(fields.joined(separator: ",\n")),\n  \"passed\": \(verdict)\n}\n"
  }

  func appendCSV(to path: String) throws {
    var text = ""
    if !FileManager.default.fileExists(atPath: path) { text = values.map(\.0).joined(separator: ",") + "\n" }
    text += values.map { "\($0.1)" }.joined(separator: ",") + "\n"
    if let handle = FileHandle(forWritingAtPath: path) {
      handle.seekToEndOfFile()
      handle.write(Data(text.utf8))
      try handle.close()
    } else {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
  }
}
