import Audio
import PrometheusMetrics
import Testing

@testable import CallEngine

@Suite("Health")
struct HealthTests {
  private func at(_ seconds: Int64) -> MediaTime { .seconds(seconds) }

  @Test("a thread that turns whenever it is woken is never stuck")
  func idleThreads() {
    let probe = LivenessProbe()
    let thread = ThreadGauge(name: "worker")
    for minute in 0..<10 as Range<Int64> {
      #expect(probe.stuckThread(among: [thread], at: at(minute * 60)) == nil)
      thread.turned()
    }
  }

  @Test("a thread that was woken in vain for longer than the patience is named")
  func stuckThread() {
    let probe = LivenessProbe()
    let threads = [ThreadGauge(name: "first"), ThreadGauge(name: "second")]
    #expect(probe.stuckThread(among: threads, at: at(0)) == nil)
    threads[0].turned()
    #expect(probe.stuckThread(among: threads, at: at(5)) == nil)
    threads[0].turned()
    #expect(probe.stuckThread(among: threads, at: at(6)) == "second")
    threads[1].turned()
    #expect(probe.stuckThread(among: threads, at: at(7)) == nil)
  }

  @Test(
    "a refusal's reason is the word before its colon, and a provider's when it has none",
    arguments: [
      ("draining: no new calls", RefusalReason.draining), ("full: 3 calls", .full),
      ("behind: ticks are 30 ms late", .behind), ("overloaded: x", .overloaded),
      ("the pool cannot keep up", .provider), ("made-up: word", .other), ("", .provider), (":", .other),
    ])
  func refusalReasons(sentence: String, reason: RefusalReason) {
    #expect(RefusalReason(sentence: sentence) == reason)
  }

  @Test("members of the census count for as long as they live")
  func census() {
    // No engine makes such a stream in this suite's time; others of the process do, so only the least is sure.
    let before = Census.count(of: .recordingFeed)
    var tickets: [CensusTicket] = (0..<100).map { _ in CensusTicket(.recordingFeed) }
    #expect(Census.count(of: .recordingFeed) >= 100)
    tickets.removeAll()
    #expect(Census.count(of: .recordingFeed) < before + 100)
  }

  @Test("the highest value is told once, and the next starts from zero")
  func highWater() {
    let water = HighWater()
    for value in [3, 7, 2] { water.note(value) }
    #expect(water.take() == 7)
    #expect(water.take() == 0)
  }

  @Test("a call's counts are added once, whenever they are published")
  func framesAreAddedOnce() {
    let counters = EngineCounters()
    var meter = CallMeter(counters: counters, worker: 0)
    var statistics = CallStatistics()
    for step in 1...5 as ClosedRange<Int64> {
      statistics.framesReceived += 10
      statistics.framesLost += 1
      statistics.mediaDuration += .milliseconds(200)
      if meter.isDue(at: .milliseconds(step * 400)) { meter.publish(statistics) }
    }
    #expect(counters.frames.totals.framesReceived == 40)
    meter.publish(statistics)
    meter.publish(statistics)
    #expect(counters.frames.totals == statistics)
  }

  @Test("the reaction is counted for speech over the agent, not for a clear without it")
  func reaction() {
    let counters = EngineCounters()
    var meter = CallMeter(counters: counters, worker: 0)
    meter.cleared(at: at(1))
    meter.heard(.started(at: at(2)))
    meter.heard(.ended)
    meter.cleared(at: at(3))
    #expect(counters.bargeInReaction.snapshot.count == 0)
    meter.heard(.started(at: at(4)))
    meter.cleared(at: .milliseconds(4_080))
    meter.cleared(at: at(5))
    #expect(counters.bargeInReaction.snapshot.count == 1)
    #expect(abs(counters.bargeInReaction.snapshot.sum - 0.08) < 1e-9)
  }
}
