import CallSimulator
import Foundation

/// One line on a terminal that is rewritten while the simulation runs; nothing anywhere else.
struct ProgressLine {
  private let isShown: Bool

  init(isShown: Bool) { self.isShown = isShown && isatty(2) == 1 }

  func show(live: Int, report: SimulationReport) {
    guard isShown else { return }
    let responses = report.verdict.responses
    write(
      "\r\u{1B}[K\(live) calls up, \(report.framesSent) frames sent, \(responses.count) answers, response p50 "
        + "\(SimulationReport.quantile(0.5, of: responses)), p99 \(SimulationReport.quantile(0.99, of: responses)); "
        + "own lateness p99 \(report.lateness.quantile(0.99))")
  }

  func clear() { if isShown { write("\r\u{1B}[K") } }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
