import Audio
import CallCore
import Testing

@testable import CallEngine

@Suite("Processor load")
struct ProcessorLoadTests {
  /// The level after readings of these shares of `cores`, half a second apart.
  private static func levels(_ shares: [Double], cores: Double = 2) -> [LoadLevel] {
    var load = ProcessorLoad(cores: cores)
    var used = MediaTime.zero
    var now = MediaTime.zero
    _ = load.note(used: used, at: now)
    return shares.map { share in
      now += .milliseconds(500)
      used += MediaTime(nanoseconds: Int64(share * cores * 500_000_000))
      let before = load.level
      let changed = load.note(used: used, at: now)
      #expect(changed == (load.level != before))
      return load.level
    }
  }

  @Test(
    "more is left out the fuller the processors are, in the order of the levels", arguments: [0.5, 1, 2, 64])
  func rises(cores: Double) {
    #expect(
      Self.levels([0.1, 0.57, 0.59, 0.61, 0.63, 0.65, 0.99], cores: cores) == [
        .normal, .normal, .noSpeculation, .noPartials, .noDiagnostics, .noNewCalls, .noNewCalls,
      ])
  }

  @Test("a level is kept until the share is well below its limit")
  func keeps() {
    #expect(
      Self.levels([0.65, 0.61, 0.59, 0.57, 0.55, 0.53]) == [
        .noNewCalls, .noNewCalls, .noDiagnostics, .noPartials, .noSpeculation, .normal,
      ])
  }

  @Test("the first reading, and one at the same time, say nothing")
  func first() {
    var load = ProcessorLoad(cores: 1)
    let first = load.note(used: .seconds(Int64(100)), at: .zero)
    let again = load.note(used: .seconds(Int64(200)), at: .zero)
    #expect(!first && !again)
    #expect(load.level == .normal)
  }

  @Test(
    "a control group's limit is read, and anything else is none",
    arguments: [
      ("max 100000\n", nil), ("50000 100000\n", 0.5), ("250000 100000", 2.5), ("", nil), ("x y", nil),
      ("100000", nil), ("1 0", nil), ("-5 100", nil),
    ] as [(String, Double?)])
  func quota(text: String, cores: Double?) { #expect(ProcessorBudget.quota(text) == cores) }

  @Test(
    "the affinity mask is counted, and anything else is none",
    arguments: [
      ("Name:\tx\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n", 2), ("Cpus_allowed:\t1", 1),
      ("Cpus_allowed:\tff,ffffffff\n", 40), ("Cpus_allowed:\t0", nil), ("Cpus_allowed:\t", nil), ("", nil),
      ("Cpus_allowed:\txyz", nil),
    ] as [(String, Int?)])
  func mask(status: String, cores: Int?) { #expect(ProcessorBudget.mask(status) == cores) }

  @Test("a thread's time goes on while it works, and the machine has processors")
  func used() {
    let gauge = ThreadGauge(name: "test")
    var sum = 0.0
    for turn in 0..<33 {
      gauge.turned()
      for value in 0..<50_000 { sum += Double(value + turn).squareRoot() }
    }
    #expect(sum > 0)
    #expect(gauge.processorTime > .zero)
    #expect(ProcessorBudget.cores > 0)
  }
}
