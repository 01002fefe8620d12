import Audio
import Testing

@testable import Networking

@Suite("Sweep policy")
struct SweepPolicyTests {
  private static let period = MediaTime.milliseconds(5)

  /// Feeds `events` events a period, in turns of one period, for `periods` periods.
  private func run(_ policy: inout SweepPolicy, from start: Int64, events: Int, periods: Int64) {
    for number in start..<(start + periods) {
      policy.note(ready: events, at: Self.period * (number + 1))
    }
  }

  @Test("blocks while little happens", arguments: [0, 1, 4, 7])
  func quiet(events: Int) {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    run(&policy, from: 0, events: events, periods: 200)
    #expect(policy.mode == .blocking)
  }

  @Test("sweeps after one busy window, and blocks again after four quiet ones")
  func switches() {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    run(&policy, from: 0, events: 8, periods: 8)
    #expect(policy.mode == .sweeping)
    run(&policy, from: 8, events: 3, periods: 31)
    #expect(policy.mode == .sweeping)
    run(&policy, from: 39, events: 3, periods: 1)
    #expect(policy.mode == .blocking)
  }

  @Test("stays as it is between the two thresholds")
  func between() {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    run(&policy, from: 0, events: 5, periods: 80)
    #expect(policy.mode == .blocking)
    run(&policy, from: 80, events: 50, periods: 8)
    run(&policy, from: 88, events: 5, periods: 800)
    #expect(policy.mode == .sweeping)
  }

  @Test("turns that find nothing, but many of them, count as busy: the loop must not spin")
  func spinning() {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    for turn in 1...1000 { policy.note(ready: 0, at: .microseconds(Int64(turn) * 50)) }
    #expect(policy.mode == .sweeping)
  }

  @Test("a long wait with a burst at its end does not look busy")
  func burstAfterSilence() {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    policy.note(ready: 300, at: .seconds(10 as Int64))
    #expect(policy.mode == .blocking)
  }

  @Test(
    "the next beat is the next multiple of the period",
    arguments: [(0, 5), (1, 5), (4, 5), (5, 10), (12, 15)])
  func beat(now: Int64, next: Int64) {
    let policy = SweepPolicy(period: Self.period, now: .zero)
    #expect(policy.nextBeat(after: .milliseconds(now)) == .milliseconds(next))
  }
}
