import Foundation
import RatioReport
import Testing

@Suite("Ratio report")
struct RatioReportTests {
  private let measured = [
    Timing(name: "floor: copy", nanoseconds: 10), Timing(name: "scan", nanoseconds: 40),
  ]

  @Test(
    "a ratio passes up to its threshold and not beyond", arguments: [(4.0, true), (4.1, true), (3.9, false)])
  func limit(most: Double, passes: Bool) {
    let report = RatioReport(
      runs: [measured], [Threshold(name: "scan", floor: "floor: copy", mostRatio: most)])
    #expect(report.passes == passes)
    #expect(report.rows.map(\.ratio) == [4])
    #expect(report.table.contains("MISSED") != passes)
  }

  @Test("of several runs the lowest ratio of each benchmark counts, with the floor of its own run")
  func severalRuns() {
    let thresholds = [
      Threshold(name: "scan", floor: "floor: copy", mostRatio: 3),
      Threshold(name: "pop", floor: "floor: copy", mostRatio: 3),
    ]
    func run(scan: Double, pop: Double?) -> [Timing] {
      [Timing(name: "floor: copy", nanoseconds: 10), Timing(name: "scan", nanoseconds: scan)]
        + (pop.map { [Timing(name: "pop", nanoseconds: $0)] } ?? [])
    }
    let first = run(scan: 40, pop: 20)
    #expect(!RatioReport(runs: [first], thresholds).passes)
    let mended = RatioReport(runs: [first, run(scan: 25, pop: 50)], thresholds)
    #expect(mended.rows.map(\.ratio) == [2.5, 2])
    #expect(mended.passes)
    #expect(RatioReport(runs: [run(scan: 25, pop: nil), first], thresholds).passes)
    #expect(!RatioReport(runs: [first, run(scan: 41, pop: nil)], thresholds).passes)
  }

  @Test("what was not measured is missed, and so is what has no threshold")
  func gaps() {
    let report = RatioReport(
      runs: [measured],
      [
        Threshold(name: "gone", floor: "floor: copy", mostRatio: 9),
        Threshold(name: "scan", floor: "floor: gone", mostRatio: 9),
      ])
    #expect(report.rows.map(\.passes) == [false, false])
    #expect(report.table.contains("(not measured)"))
    let unjudged = RatioReport(runs: [measured], [])
    #expect(unjudged.rows.map(\.name) == ["scan"])
    #expect(!unjudged.passes)
    #expect(!RatioReport(runs: [], []).passes)
    #expect(!RatioReport(runs: [[]], []).passes)
  }

  @Test("thresholds are lines of three cells")
  func thresholds() throws {
    let text = "# name | floor | ratio\n\n  scan, 20 ms | floor: copy 5 bytes |  2.5\n"
    #expect(
      try Threshold.read(text)
        == [Threshold(name: "scan, 20 ms", floor: "floor: copy 5 bytes", mostRatio: 2.5)])
  }

  @Test(
    "a line that is not a threshold is named",
    arguments: ["a | b", "a | b | x", "a | b | 0", "a | b | nan | 1", "a"])
  func badThreshold(line: String) {
    #expect(throws: RatioError.badThreshold(line: 2, text: line)) { try Threshold.read("# x\n\(line)") }
  }

  @Test(
    "the median of an operation is read from an export of samples, a thousand or a batch each",
    arguments: [
      ("OPUS_encode,_0.5_s", Timing(name: "OPUS encode, 0.5 s", nanoseconds: 123.5)),
      ("batch_of_20:_a_turn", Timing(name: "a turn", nanoseconds: 6_175)),
      ("batch_of_0:_x", Timing(name: "batch of 0: x", nanoseconds: 123.5)),
    ])
  func export(name: String, timing: Timing) throws {
    let json = """
      [{"benchmark": "package.benchmark.CallPath.\(name)", "mode": "thrpt",
        "secondaryMetrics": {"Time (wall clock)": {"scorePercentiles": {"50.0": 123.5, "99.0": 200}}}}]
      """
    #expect(try Timing.read(Data(json.utf8)) == [timing])
  }

  @Test("an export that is none is refused", arguments: ["", "{}", "[{}]", "[1]"])
  func badExport(json: String) {
    #expect(throws: RatioError.self) { try Timing.read(Data(json.utf8)) }
  }
}
