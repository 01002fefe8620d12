internal import Drawing

/// A sweep over counts of calls as CSV, as Markdown and as a plot.
public struct SweepReport: Equatable, Sendable {
  public var points: [SweepPoint]
  public var machine: MachineDescription
  /// `2026-11-21`
  public var date: String
  public var isSecure: Bool

  public init(points: [SweepPoint], machine: MachineDescription, date: String, isSecure: Bool) {
    self.points = points.sorted { $0.calls < $1.calls }
    self.machine = machine
    self.date = date
    self.isSecure = isSecure
  }

  /// CPU per call at 2000 calls against 250 calls; nil unless the sweep held both.
  public var growth: LoadRow? {
    guard let few = points.first(where: { $0.calls == 250 }),
      let many = points.first(where: { $0.calls == 2_000 })
    else { return nil }
    var ratio: Double?
    if let low = few.millicoresPerCall, let high = many.millicoresPerCall, low > 0 { ratio = high / low }
    return LoadRow(
      "CPU per call at 2000 calls against 250 calls", ratio, must: .atMost(1.15), aim: .atMost(1.0),
      unit: "x",
      digits: 2)
  }

  public var passes: Bool {
    points.allSatisfy { !$0.hasVerdict || $0.passes } && growth?.verdict != .missed
  }

  public var hasVerdict: Bool { points.allSatisfy(\.hasVerdict) }

  private struct Column: Sendable {
    var name: String
    var title: String
    var digits: Int
    var value: @Sendable (SweepPoint) -> Double?
  }

  private static let columns: [Column] = [
    Column(name: "calls", title: "calls", digits: 0) { Double($0.calls) },
    Column(name: "cores", title: "cores", digits: 3) { $0.cores },
    Column(name: "millicores_per_call", title: "millicores a call", digits: 3) { $0.millicoresPerCall },
    Column(name: "memory_mib", title: "memory, MiB", digits: 0) { $0.memoryMiB },
    Column(name: "tick_lateness_p99_ms", title: "ticks late p99, ms", digits: 1) { $0.latenessP99Ms },
    Column(name: "response_p50_ms", title: "response p50, ms", digits: 1) { $0.responseP50Ms },
    Column(name: "response_p99_ms", title: "response p99, ms", digits: 1) { $0.responseP99Ms },
    Column(name: "clear_p95_ms", title: "clear p95, ms", digits: 1) { $0.clearP95Ms },
    Column(name: "answered_percent", title: "answered, %", digits: 2) { $0.answeredPercent },
    Column(name: "frames_missing", title: "frames lost", digits: 0) { $0.framesMissing },
  ]

  /// What was not measured is an empty cell.
  public var csv: String {
    let rows = points.map { point in
      (Self.columns.map { column in column.value(point).map { Fixed.text($0, digits: column.digits) } ?? "" }
        + [point.verdict]).joined(separator: ",")
    }
    return ([(Self.columns.map(\.name) + ["verdict"]).joined(separator: ",")] + rows)
      .joined(separator: "\n") + "\n"
  }

  public var markdown: String {
    let rows = points.map { point in
      let cells = Self.columns.map { column in
        column.value(point).map { Fixed.text($0, digits: column.digits) } ?? "-"
      }
      return "| \((cells + [point.verdict]).joined(separator: " | ")) |"
    }
    return """
      # Calls against cost, \(date)

      \(machine.text). Engine and callsim on the same machine over \(isSecure ? "wss" : "ws") on loopback, \
      simulated providers.

      | \((Self.columns.map(\.title) + [""]).joined(separator: " | ")) |
      |\(String(repeating: "---:|", count: Self.columns.count))---|
      \(rows.joined(separator: "\n"))
      \(growth.map { "\n\(LoadTable([$0]).markdown)\n" } ?? "")
      """
  }
}
