import LoadReport
import Testing

@Suite("Very many short calls")
struct ChurnReportTests {
  private static func report(
    started: Int = 200, ended: Int = 200, live: Int = 0, objects: Int = 0, growth: Double = 0,
    accepted: Double? = 900
  ) -> ChurnReport {
    let page = MetricsPage(
      parsing: """
        starling_calls_started_total \(started)
        starling_calls_ended_total{reason="caller_hung_up"} \(ended - 1)
        starling_calls_ended_total{reason="connection_lost"} 1
        starling_calls_live \(live)
        starling_live_objects{type="CallActor"} \(objects)
        starling_live_objects{type="CallPort"} 0
        """)
    var trend = MemoryTrend()
    for index in 0..<12 { trend.add(residentKiB: 100_000 + (index >= 8 ? growth : 0)) }
    return ChurnReport(
      calls: 200, result: CallsimResult([:]), after: page, trend: trend, acceptedPerSecond: accepted)
  }

  @Test("nothing left is a pass")
  func clean() { #expect(Self.report().table.passes) }

  @Test(
    "whatever is left is a miss",
    arguments: [
      report(started: 199, ended: 199), report(ended: 199), report(live: 1), report(objects: 1),
      report(growth: 5_000), report(accepted: 199), report(accepted: nil),
    ])
  func leftovers(report: ChurnReport) { #expect(!report.table.passes) }

  @Test("a page that could not be read is a miss")
  func unread() {
    var report = Self.report()
    report.after = MetricsPage(parsing: "")
    #expect(!report.table.passes)
  }

  @Test("memory is judged by its last third against the middle one, and not by too few samples")
  func trend() {
    var trend = MemoryTrend()
    for value in [1, 1, 9, 10, 10, 10, 12, 12] as [Double] {
      trend.add(residentKiB: value)
      #expect(trend.growthKiB == nil)
    }
    trend.add(residentKiB: 12)
    #expect(trend.growthKiB == 2)
  }

  @Test("a family is read by one of its labels")
  func series() {
    let page = MetricsPage(parsing: "a{kind=\"x\",b=\"1\"} 2\na{b=\"2\"} 3\na{kind=\"y\"} 4\n")
    let values = page.series("a", label: "kind")
    #expect(values.map(\.label) == ["x", "y"])
    #expect(values.map(\.value) == [2, 4])
  }
}
