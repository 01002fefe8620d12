internal import Drawing

/// Four panels over the count of calls: cores, memory, lateness and latency; an SVG document of 1100 by 800 pixels.
public struct SweepPlot: Sendable {
  private let report: SweepReport

  public init(_ report: SweepReport) { self.report = report }

  private static let blue = "#2563eb"
  private static let orange = "#ea580c"
  private static let grey = "#94a3b8"

  public var svg: String {
    let width = 1_100.0
    let height = 800.0
    let margin = 28.0
    let gap = 20.0
    let top = 84.0
    let panelWidth = (width - 2 * margin - gap) / 2
    let panelHeight = (height - top - 48 - gap) / 2
    var drawing = SVGDrawing(width: width, height: height)
    drawing.text(
      "What calls cost", margin, 40, size: 22, fill: PlotPanel.ink, isBold: true)
    drawing.text(
      "Engine with simulated providers, callsim on the same machine, \(report.isSecure ? "wss" : "ws") on loopback",
      margin, 64, size: 13)
    let calls = PlotScale(covering: report.points.map { Double($0.calls) }.max() ?? 0, ticks: 8)
    for (index, panel) in panels.enumerated() {
      panel.draw(
        in: &drawing, x: margin + Double(index % 2) * (panelWidth + gap),
        y: top + Double(index / 2) * (panelHeight + gap), width: panelWidth, height: panelHeight, calls: calls
      )
    }
    drawing.text(report.machine.text, margin, height - 18, size: 12)
    drawing.text(report.date, width - margin, height - 18, size: 12, anchor: .end)
    return drawing.document
  }

  private var panels: [PlotPanel] {
    let most = report.points.map(\.calls).max() ?? 0
    let must = [0, min(250, most), most].map { calls in
      (calls: Double(calls), value: (report.isSecure ? 1.2 : 0.8) * LoadRun.share(of: calls))
    }
    return [
      PlotPanel(
        title: "Processor", unit: "cores that the engine keeps busy",
        series: [
          PlotPanel.Series(
            name: "must", colour: Self.grey, isBound: true, points: must),
          series("measured", Self.blue) { $0.cores },
        ]),
      PlotPanel(
        title: "Memory", unit: "MiB resident at the end of the run",
        series: [series("measured", Self.blue) { $0.memoryMiB }]),
      PlotPanel(
        title: "Lateness", unit: "ms of the engine's ticks behind their time",
        series: [series("p99", Self.blue) { $0.latenessP99Ms }]),
      PlotPanel(
        title: "Latency", unit: "ms from the caller's last word to the agent's first",
        series: [
          series("p50", Self.blue) { $0.responseP50Ms }, series("p99", Self.orange) { $0.responseP99Ms },
        ]),
    ]
  }

  private func series(
    _ name: String, _ colour: String, _ value: (SweepPoint) -> Double?
  ) -> PlotPanel.Series {
    let points = report.points.compactMap { point in
      value(point).map { (calls: Double(point.calls), value: $0) }
    }
    return PlotPanel.Series(name: name, colour: colour, points: points)
  }
}
