import CallSimulator
import Foundation

/// How a run is going: on a terminal one line that is rewritten, elsewhere a line every ten seconds.
struct ProgressLine {
  private let isShown: Bool
  private let isTerminal = isatty(2) == 1
  private var last = Date()

  init(isShown: Bool) { self.isShown = isShown }

  mutating func show(live: Int, report: SimulationReport) {
    guard isShown else { return }
    if isTerminal { return write("\r\u{1B}[K\(line(live, report))") }
    guard Date().timeIntervalSince(last) >= 10 else { return }
    last = Date()
    write("\(line(live, report))\n")
  }

  func clear() { if isShown, isTerminal { write("\r\u{1B}[K") } }

  private func line(_ live: Int, _ report: SimulationReport) -> String {
    "\(live) calls up, \(report.callsEnded) ended, \(report.callsRefused) refused, \(report.framesSent) frames sent, "
      + "\(report.verdict.turnsAnswered) answers judged; own lateness p99 \(report.lateness.quantile(0.99))"
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
