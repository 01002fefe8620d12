import Audio
import CallCore
import Testing

@testable import CallEngine

@Suite("Overload")
struct OverloadMonitorTests {
  /// Feeds ticks every 5 ms for `length`; returns the levels that were reached, in order.
  private static func feed(
    _ monitor: inout OverloadMonitor, from start: MediaTime, for length: MediaTime,
    _ lateness: (Int) -> MediaTime
  ) -> [LoadLevel] {
    var levels: [LoadLevel] = []
    var now = start
    var tick = 0
    while now < start + length {
      now += .milliseconds(5)
      if monitor.note(lateness(tick), at: now) { levels.append(monitor.level) }
      tick += 1
    }
    return levels
  }

  @Test("ticks in time change nothing")
  func inTime() {
    var monitor = OverloadMonitor()
    let levels = Self.feed(&monitor, from: .zero, for: .seconds(Int64(10))) { _ in .milliseconds(3) }
    #expect(levels.isEmpty)
  }

  @Test("a single late tick changes nothing")
  func oneLate() {
    var monitor = OverloadMonitor()
    let levels = Self.feed(&monitor, from: .zero, for: .seconds(Int64(2))) { tick in
      tick == 100 ? .milliseconds(60) : .zero
    }
    #expect(levels.isEmpty)
  }

  @Test("lasting lateness leaves out more, in the order of the levels, and new calls last")
  func shedsInOrder() {
    var monitor = OverloadMonitor()
    let levels = Self.feed(&monitor, from: .zero, for: .seconds(Int64(3))) { tick in
      tick % 3 == 0 ? .milliseconds(20) : .zero
    }
    #expect(levels == [.noSpeculation, .noPartials, .noDiagnostics, .noNewCalls])
  }

  @Test("a very late tick leaves out everything but new calls at once")
  func severe() {
    var monitor = OverloadMonitor()
    let levels = Self.feed(&monitor, from: .zero, for: .milliseconds(300)) { tick in
      tick == 5 ? .milliseconds(150) : .zero
    }
    #expect(levels == [.noDiagnostics])
  }

  @Test("work is taken up again one level at a time, two seconds apart")
  func recovers() {
    var monitor = OverloadMonitor()
    _ = Self.feed(&monitor, from: .zero, for: .seconds(Int64(2))) { _ in .milliseconds(30) }
    #expect(monitor.level == .noNewCalls)
    let early = Self.feed(&monitor, from: .seconds(Int64(2)), for: .milliseconds(1_500)) { _ in .zero }
    #expect(early.isEmpty)
    let later = Self.feed(&monitor, from: .milliseconds(3_500), for: .seconds(Int64(10))) { _ in .zero }
    #expect(later == [.noDiagnostics, .noPartials, .noSpeculation, .normal])
  }

  @Test("any lateness leaves a level that can be left again", arguments: 0..<50)
  func alwaysLegal(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var monitor = OverloadMonitor()
    for _ in 0..<20 {
      let worst = Int64.random(in: 0...200, using: &random)
      _ = Self.feed(&monitor, from: .zero, for: .milliseconds(Int64.random(in: 1...900, using: &random))) {
        _ in
        .milliseconds(Int64.random(in: 0...worst, using: &random))
      }
    }
    _ = Self.feed(&monitor, from: .seconds(Int64(100)), for: .seconds(Int64(12))) { _ in .zero }
    #expect(monitor.level == .normal)
  }
}
