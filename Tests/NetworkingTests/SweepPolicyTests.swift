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
    "beats at its period, and leaves out the beats it missed",
    arguments: [(0, 5), (4, 5), (5, 10), (12, 15), (1001, 1005)])
  func beat(now: Int64, next: Int64) {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    let beat = policy.nextBeat(after: .milliseconds(now), latest: .distantFuture)
    #expect(beat == .milliseconds(next))
  }

  @Test("falls into step with a user that asks to be called every 10 ms")
  func inStep() {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    var now = MediaTime.milliseconds(2)
    var due = MediaTime.milliseconds(3)
    var turns: [Int64] = []
    for _ in 0..<6 {
      if now >= due { due += .milliseconds(10) }
      now = policy.nextBeat(after: now, latest: due)
      turns.append(now.milliseconds)
    }
    #expect(turns == [3, 8, 13, 18, 23, 28])
  }

  @Test("does not sleep when the user's time has come")
  func overdue() {
    var policy = SweepPolicy(period: Self.period, now: .zero)
    let beat = policy.nextBeat(after: .milliseconds(7), latest: .milliseconds(6))
    #expect(beat == .milliseconds(7))
  }
}
