/// Every benchmark beside its floor, and whether the ratio of the two is within its threshold.
///
/// A ratio of two times of one run means the same on a slow machine as on a fast one. Of several runs the lowest ratio
/// counts, benchmark by benchmark: other work on the machine makes one slow now and then, worse code in every run.
public struct RatioReport: Equatable, Sendable {
  public struct Row: Equatable, Sendable {
    public var name: String
    /// Of one operation; nil where it was not measured.
    public var nanoseconds: Double?
    public var floor: Double?
    /// nil for a benchmark that has no threshold.
    public var mostRatio: Double?

    public var ratio: Double? {
      guard let nanoseconds, let floor, floor > 0 else { return nil }
      return nanoseconds / floor
    }

    /// A benchmark that nobody set a threshold for, or a threshold that nothing was measured for, is a miss too.
    public var passes: Bool {
      guard let ratio, let mostRatio else { return false }
      return ratio <= mostRatio
    }

    /// What was not measured comes last.
    fileprivate var rank: Double { ratio ?? .infinity }
  }

  public var rows: [Row]

  /// Floors' names begin with it.
  static let floorPrefix = "floor: "

  public init(runs: [[Timing]], _ thresholds: [Threshold]) {
    let reports = runs.map { RatioReport($0, thresholds) }
    var names: Set<String> = []
    rows = reports.flatMap(\.rows).map(\.name).filter { names.insert($0).inserted }.compactMap { name in
      reports.compactMap { $0.rows.first { $0.name == name } }.min { $0.rank < $1.rank }
    }
  }

  private init(_ timings: [Timing], _ thresholds: [Threshold]) {
    let times = Dictionary(timings.map { ($0.name, $0.nanoseconds) }) { first, _ in first }
    let judged = Set(thresholds.map(\.name))
    rows = thresholds.map { threshold in
      Row(
        name: threshold.name, nanoseconds: times[threshold.name], floor: times[threshold.floor],
        mostRatio: threshold.mostRatio)
    }
    for timing in timings.sorted(by: { $0.name < $1.name })
    where !judged.contains(timing.name) && !timing.name.hasPrefix(Self.floorPrefix) {
      rows.append(Row(name: timing.name, nanoseconds: timing.nanoseconds))
    }
  }

  public var passes: Bool { !rows.isEmpty && rows.allSatisfy(\.passes) }

  public var table: String {
    let heading = ["benchmark", "ns", "floor ns", "ratio", "at most", ""]
    let cells =
      [heading]
      + rows.map { row in
        [
          row.name, number(row.nanoseconds), number(row.floor), number(row.ratio), number(row.mostRatio),
          row.passes ? "ok" : "MISSED" + reason(row),
        ]
      }
    let widths = heading.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      let name = row[0] + spaces(widths[0] - row[0].count)
      let numbers = (1...4).map { spaces(widths[$0] - row[$0].count) + row[$0] }
      return ([name] + numbers + [row[5]]).joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private func reason(_ row: Row) -> String {
    if row.mostRatio == nil { return " (no threshold)" }
    return row.ratio == nil ? " (not measured)" : ""
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Three digits and more where they are whole.
  private func number(_ value: Double?) -> String {
    guard let value else { return "-" }
    let tenths = (value * 10).rounded() / 10
    return tenths >= 100 ? "\(Int(tenths.rounded()))" : "\(tenths)"
  }
}
