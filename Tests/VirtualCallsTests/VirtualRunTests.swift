import Testing

@testable import VirtualCalls

@Suite("Virtual calls")
struct VirtualRunTests {
  private static func options(calls: Int, threads: Int = 1) -> VirtualOptions {
    var options = VirtualOptions()
    options.calls = calls
    options.threads = threads
    return options
  }

  @Test("two thousand calls keep every rule, meet every fault and test every rule")
  func twoThousandCalls() {
    let tally = VirtualRun(options: Self.options(calls: 2_000)).run()
    #expect(tally.failures.map(\.description) == [])
    #expect(tally.calls == 2_000)
    #expect(tally.gaps == [])
    #expect(tally.ledger.cutCount > 200)
    #expect(tally.ledger.cutsWithin(1) >= 0.95)
  }

  @Test("threads change nothing")
  func threads() {
    let one = VirtualRun(options: Self.options(calls: 600)).run()
    let three = VirtualRun(options: Self.options(calls: 600, threads: 3)).run()
    #expect(one == three)
  }

  @Test("another seed gives other calls")
  func seeds() {
    var other = Self.options(calls: 50)
    other.seed = 2
    #expect(VirtualRun(options: Self.options(calls: 50)).run() != VirtualRun(options: other).run())
  }

  @Test("a call played alone is the call of the run")
  func alone() {
    var alone = Self.options(calls: 1)
    alone.first = 37
    let tally = VirtualRun(options: alone).run()
    let lines = VirtualRun(options: VirtualOptions()).trace(37).lines
    #expect(lines.count { $0.contains(" ms > ") } == tally.eventsFed)
  }

  @Test("a call without faults is held to its end by agent or clock", arguments: 0..<50)
  func fairWeather(call: Int) {
    var options = Self.options(calls: 1)
    options.first = call
    options.faults = FaultSet()
    let tally = VirtualRun(options: options).run()
    #expect(tally.failures.map(\.description) == [])
    #expect(tally.faults.allSatisfy { $0 == 0 })
  }

  @Test("faults are written and read alike")
  func faultNames() {
    for fault in Fault.allCases { #expect(Fault(name: fault.name) == fault) }
    #expect(Fault(name: "gremlins") == nil)
    #expect(FaultSet.all.faults.count == Fault.allCases.count)
  }
}
