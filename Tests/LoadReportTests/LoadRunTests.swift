import LoadReport
import Testing

@Suite("A load run's table")
struct LoadRunTests {
  @Test("a good run meets every aim")
  func good() {
    let table = GoodRun.run(GoodRun.numbers).table()
    #expect(table.rows.count == 8)
    #expect(table.rows.allSatisfy { $0.verdict == .aimMet })
    #expect(table.passes)
  }

  @Test(
    "every figure is missed when it is not there",
    arguments: Set(GoodRun.numbers.keys).subtracting(["valid", "clearsMissed", "engineResidentBytes"]))
  func notMeasured(key: String) {
    var numbers = GoodRun.numbers
    numbers[key] = nil
    let table = GoodRun.run(numbers).table()
    #expect(table.rows.count { $0.verdict == .missed } == 1)
    #expect(table.text.contains("not measured"))
    #expect(!table.passes)
  }

  @Test(
    "a must is judged to its last digit, and an aim apart from it",
    arguments: [
      ("engineCores", 0.45, LoadRow.Verdict.aimMet), ("engineCores", 0.8, .passed),
      ("engineCores", 0.81, .missed),
      ("lateMessages", 1, .missed), ("framesSent", 101, .missed), ("turnsAnswered", 9, .missed),
      ("responseP99Ms", 225, .aimMet), ("responseP99Ms", 250, .passed), ("responseP99Ms", 251, .missed),
      ("responseP99Ms", 100, .aimMet),
      ("clearP95Ms", 150, .passed), ("clearP95Ms", 151, .missed), ("clearsMissed", 2, .missed),
      ("engineBytesPerCall", 262_144, .passed), ("engineBytesPerCall", 263_168, .missed),
      ("engineBytesPerCall", .nan, .missed), ("refused", 1, .missed), ("lost", 1, .missed),
    ])
  func bounds(key: String, value: Double, verdict: LoadRow.Verdict) {
    var numbers = GoodRun.numbers
    numbers[key] = value
    let verdicts = GoodRun.run(numbers).table().rows.map(\.verdict).filter { $0 != .aimMet }
    #expect(verdicts == (verdict == .aimMet ? [] : [verdict]))
  }

  @Test("the bound on CPU grows with the calls, with TLS and with the slack")
  func cpuBound() {
    func cpu(_ run: LoadRun, slack: Double = 1) -> LoadRow.Bound { run.table(slack: slack).rows[0].must }
    #expect(cpu(GoodRun.run(GoodRun.numbers, calls: 500)) == .atMost(0.8 * 0.66))
    #expect(cpu(GoodRun.run(GoodRun.numbers, calls: 50)) == .atMost(0.8 * (0.32 + 0.68 * 0.05)))
    #expect(cpu(GoodRun.run(GoodRun.numbers, isSecure: true)) == .atMost(1.2))
    #expect(cpu(GoodRun.run(GoodRun.numbers), slack: 1.5) == .atMost(0.8 * 1.5))
  }

  @Test(
    "slack forgives a late message in a thousand, and never a lost frame",
    arguments: [("lateMessages", 2.0, true), ("lateMessages", 3, false), ("framesSent", 101, false)])
  func slack(key: String, value: Double, passes: Bool) {
    var numbers = GoodRun.numbers
    numbers["agentMessages"] = 2_500
    numbers[key] = value
    let run = GoodRun.run(numbers)
    #expect(run.table(slack: 1.5).passes == passes)
    #expect(!run.table().passes)
  }

  @Test("the table's columns stand under each other, and its Markdown has a cell for each")
  func layout() {
    let table = LoadTable([
      LoadRow("a", 1.25, must: .atMost(2), aim: .atMost(1), unit: "ms", digits: 1),
      LoadRow("a longer name", nil, must: .atLeast(100), aim: .atLeast(100), unit: "%"),
    ])
    #expect(
      table.text == """
          what               measured    must     aim
          a                    1.3 ms  2.0 ms  1.0 ms  pass
          a longer name  not measured   100 %   100 %  FAIL
        """)
    #expect(table.markdown.split(separator: "\n").allSatisfy { $0.count { $0 == "|" } == 6 })
  }

  @Test("of more calls than fit some must be refused, none lost, and the rest judged as ever")
  func overload() {
    var numbers = GoodRun.numbers
    numbers["refused"] = 500
    numbers["lost"] = 0
    numbers["engineCores"] = 99
    #expect(GoodRun.run(numbers).overloadTable.passes)
    numbers["refused"] = 0
    #expect(!GoodRun.run(numbers).overloadTable.passes)
    numbers["refused"] = 500
    for (name, value) in [("lost", 1.0), ("lateMessages", 1), ("turnsAnswered", 0)] {
      var bad = numbers
      bad[name] = value
      #expect(!GoodRun.run(bad).overloadTable.passes, "\(name)")
    }
  }
}
