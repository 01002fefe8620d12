import Audio
import Testing

@testable import CallSimulator

@Suite("Opening calls")
struct CallOpenerTests {
  private func options(_ change: (inout SimulationOptions) -> Void) -> SimulationOptions {
    var options = SimulationOptions()
    change(&options)
    return options
  }

  /// Takes what may be opened at an instant, all of which opens at once.
  private func take(_ opener: inout CallOpener, at now: MediaTime, live: inout Int) -> Int {
    var count = 0
    while opener.take(at: now, live: live) != nil {
      opener.opened()
      live += 1
      count += 1
    }
    return count
  }

  @Test("calls begin evenly over the ramp, and no more than there may be")
  func ramp() {
    var opener = CallOpener(
      options {
        $0.concurrent = 101
        $0.ramp = .seconds(Int64(10))
      })
    opener.begin(at: .zero)
    var live = 0
    for step in 1...2_000 as ClosedRange<Int64> {
      _ = take(&opener, at: .milliseconds(step * 10), live: &live)
      if step == 500 { #expect(live == 51) }
    }
    #expect(live == 101)
  }

  @Test("a call that ended is followed by another only when calls are short")
  func churn() {
    for length in [nil, MediaTime.seconds(Int64(2))] {
      var opener = CallOpener(
        options {
          $0.concurrent = 3
          $0.callLength = length
        })
      opener.begin(at: .zero)
      var live = 0
      #expect(take(&opener, at: .milliseconds(5), live: &live) == 3)
      live = 1
      #expect(take(&opener, at: .milliseconds(10), live: &live) == (length == nil ? 0 : 2))
    }
  }

  @Test("the number of all calls and the rate of connections are kept")
  func limits() {
    var opener = CallOpener(
      options {
        $0.concurrent = 1_000
        $0.connectRate = 100
        $0.callLength = .seconds(Int64(1))
        $0.totalCalls = 250
      })
    opener.begin(at: .zero)
    var live = 0
    for step in 1...100 as ClosedRange<Int64> { _ = take(&opener, at: .milliseconds(step * 10), live: &live) }
    #expect((100...101).contains(live))
    for step in 101...1_000 as ClosedRange<Int64> {
      _ = take(&opener, at: .milliseconds(step * 10), live: &live)
    }
    #expect(live == 250)
  }

  @Test("refused callers come back more and more slowly, and soon after a success")
  func backOff() {
    var opener = CallOpener(
      options {
        $0.concurrent = 1
        $0.callLength = .seconds(Int64(1))
      })
    opener.begin(at: .zero)
    var now = MediaTime.zero
    var attempts: [MediaTime] = []
    while now < .seconds(Int64(60)) {
      now += .milliseconds(5)
      guard opener.take(at: now, live: 0) != nil else { continue }
      attempts.append(now)
      opener.failed(at: now)
    }
    // 0.1, 0.2, 0.4 … 5 s and then 5 s apart, half to one and a half times.
    #expect((10...30).contains(attempts.count))
    let waits = zip(attempts.dropFirst(), attempts).map { $0 - $1 }
    #expect(waits.allSatisfy { $0 >= .milliseconds(50) && $0 <= .milliseconds(7_505) })
    #expect(waits.last.map { $0 >= .milliseconds(2_500) } == true)
  }

  @Test("without churn a refused call is not tried again")
  func noRetry() {
    var opener = CallOpener(options { $0.concurrent = 2 })
    opener.begin(at: .zero)
    var taken = 0
    for step in 1...100 as ClosedRange<Int64> {
      while opener.take(at: .milliseconds(step), live: 0) != nil {
        opener.failed(at: .milliseconds(step))
        taken += 1
      }
    }
    #expect(taken == 2)
  }

  @Test("the acceptance test keeps 64 on their way and counts from the first to the last")
  func acceptance() {
    var test = AcceptanceTest(calls: 100)
    var taken = 0
    while test.take(at: .seconds(Int64(1))) != nil { taken += 1 }
    #expect(taken == 64)
    for _ in 0..<60 { test.opened(at: .milliseconds(1_200)) }
    for _ in 0..<4 { test.failed() }
    while test.take(at: .milliseconds(1_200)) != nil { taken += 1 }
    #expect(taken == 100)
    for _ in 0..<36 { test.opened(at: .milliseconds(1_500)) }
    #expect(test.accepted == 96)
    #expect(test.elapsed == .milliseconds(500))
  }

  @Test("the same seed ends the same calls in the same way, and all ways come up")
  func endings() {
    func drawn(_ seed: UInt64) -> [CallEnding] {
      var random = SeededRandom(seed: seed)
      return (0..<100).map { _ in CallEnding.mix.drawn(with: &random) }
    }
    #expect(drawn(7) == drawn(7))
    #expect(Set(drawn(7)) == [.stop, .close, .reset, .vanish, .agent])
    var random = SeededRandom(seed: 1)
    #expect(CallEnding.reset.drawn(with: &random) == .reset)
  }
}
