import Drawing
import Testing

@testable import LoadReport

@Suite("Sweep")
struct SweepReportTests {
  private let machine = MachineDescription(
    cpuinfo: "processor\t: 0\nmodel name\t: Fast <CPU> & co\n\nprocessor\t: 1\nmodel name\t: Fast\n",
    meminfo: "MemTotal:       25165824 kB\nMemFree: 1 kB\n", kernel: "6.1.0\n")

  private func report(_ cores: [Int: Double]) -> SweepReport {
    let points = cores.map { calls, cores in
      var numbers = GoodRun.numbers
      numbers["engineCores"] = cores
      numbers["responseP50Ms"] = 205.04
      return SweepPoint(GoodRun.run(numbers, calls: calls))
    }
    return SweepReport(points: points, machine: machine, date: "2026-11-21", isSecure: false)
  }

  @Test("a machine is named by its processor, cores, memory and kernel")
  func machineText() {
    #expect(machine.text == "Fast <CPU> & co, 2 cores, 24 GiB, Linux 6.1.0")
    #expect(
      MachineDescription(cpuinfo: "", meminfo: "", kernel: "").text
        == "unknown processor, 0 cores, 0 GiB, Linux unknown")
  }

  @Test("steps stand in order of calls, and what was not measured is an empty cell")
  func csv() {
    let lines = report([500: 0.2, 50: 0.03]).csv.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("50,0.030,0.600,120,3.0,205.0,220.0,80.0,100.00,0,"))
    #expect(lines[2].hasPrefix("500,"))
    #expect(Set(lines.map { $0.count { $0 == "," } }) == [10])
  }

  @Test(
    "CPU per call may grow by 15 per cent from 250 to 2000 calls",
    arguments: [(0.8, LoadRow.Verdict.aimMet), (0.92, .passed), (0.93, .missed)])
  func growth(cores: Double, verdict: LoadRow.Verdict) {
    #expect(report([250: 0.1, 2_000: cores]).growth?.verdict == verdict)
  }

  @Test(
    "the growth is left out of a sweep without both counts, and missed in one that has no figures for them")
  func noGrowth() {
    #expect(report([250: 0.1]).growth == nil)
    #expect(report([250: 0.1]).passes)
    let unknown = report([250: 0, 2_000: 0.8])
    #expect(unknown.growth?.verdict == .missed)
    #expect(!unknown.passes)
  }

  @Test("the Markdown has a row for each step and a cell for each column")
  func markdown() {
    let rows = report([250: 0.1, 2_000: 0.8]).markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(Set(rows.prefix(4).map { $0.count { $0 == "|" } }) == [12])
  }

  @Test("the plot is well-formed: every tag closed, no stray ampersand, four panels")
  func plot() {
    let svg = SweepPlot(report([50: 0.03, 250: 0.1, 2_000: 0.8])).svg
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("Fast &lt;CPU&gt; &amp; co"))
    #expect(svg.count { $0 == "<" } == svg.count { $0 == ">" })
    for title in ["Processor", "Memory", "Lateness", "Latency", "2026-11-21"] {
      #expect(svg.contains(">\(title)<"))
    }
    #expect(!svg.contains("not measured") && !svg.contains("nan") && !svg.contains("inf"))
  }

  @Test("an empty sweep is still a plot")
  func emptyPlot() {
    let svg = SweepPlot(report([:])).svg
    #expect(svg.contains("not measured") && !svg.contains("nan"))
  }

  @Test(
    "an axis ends on a round number not below its largest value",
    arguments: [
      0, 0.004, 0.03, 0.8, 1, 1.6, 7, 12, 99, 100, 101, 250, 1_000, 2_000, 123_456, -4, .infinity, .nan,
    ])
  func scale(largest: Double) {
    let scale = PlotScale(covering: largest)
    #expect(scale.end.isFinite && scale.end > 0)
    if largest.isFinite { #expect(scale.end >= largest * 0.999_999) }
    #expect((1...11).contains(scale.ticks.count))
    #expect(Set(scale.ticks.map(scale.label)).count == scale.ticks.count)
    if largest > 0, largest.isFinite { #expect(scale.share(largest) > 0.5) }
  }

  @Test(
    "numbers are written with their digits",
    arguments: [(1.25, 1, "1.3"), (-0.04, 1, "0.0"), (-1.5, 2, "-1.50"), (2.005, 0, "2"), (0.05, 3, "0.050")])
  func fixed(value: Double, digits: Int, text: String) {
    #expect(Fixed.text(value, digits: digits) == text)
  }
}
