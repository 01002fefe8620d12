import Audio
import ProviderSimulator

/// The matrix as text: a row for each adapter and fault, a column for each moment.
struct DrillTable {
  private var cells: [String: DrillVerdict] = [:]

  mutating func add(_ verdict: DrillVerdict) { cells[verdict.cell] = verdict }

  var misses: [DrillVerdict] {
    cells.values.filter { !$0.misses.isEmpty }.sorted { $0.cell < $1.cell }
  }

  var text: String {
    var lines = [row(["adapter", "fault"] + DrillMoment.allCases.map(\.rawValue))]
    for adapter in DrillAdapter.allCases {
      for kind in [nil] + Fault.Kind.allCases.map(Optional.some) {
        let verdicts = DrillMoment.allCases.map { moment in
          cells[DrillCell(adapter: adapter, kind: kind, moment: moment).name]
        }
        guard verdicts.contains(where: { $0 != nil }) else { continue }
        let columns = verdicts.map { verdict in
          verdict.map { "\($0.worstSilence) \($0.outcome)" } ?? "-"
        }
        lines.append(row([adapter.rawValue, kind?.rawValue ?? "none"] + columns))
      }
    }
    lines.append(summary)
    return lines.joined(separator: "\n")
  }

  private var summary: String {
    let worst = cells.values.map(\.worstSilence).max() ?? 0
    let longest = cells.values.map(\.longestSilence).max() ?? 0
    let sorry = cells.values.count { $0.misses.isEmpty && $0.isApology }
    return """
      \(cells.count) calls, \(misses.count) misses, \(sorry) with an apology
      longest silence after a fault \(worst) ms (limit \(DrillVerdict.limit.milliseconds)), after the caller's or the \
      agent's last word \(longest) ms
      """
  }

  private func row(_ columns: [String]) -> String {
    let widths = [11, 20, 12, 12, 13, 12]
    return zip(columns, widths).map { text, width in
      text + String(repeating: " ", count: max(1, width - text.count))
    }.joined()
  }
}
