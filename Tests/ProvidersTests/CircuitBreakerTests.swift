import Audio
import Providers
import Testing

@Suite("The circuit breaker")
struct CircuitBreakerTests {
  private static let second = MediaTime.seconds(Int64(1))

  @Test("five failures in a row open it; one probe at a time is let through, and its success closes it")
  func opensAndCloses() {
    var breaker = CircuitBreaker(seed: 1)
    for index in 0..<5 {
      #expect(breaker.admit(at: Self.instant(index)) == .go)
      breaker.failed(.failed("x"), at: Self.instant(index))
    }
    guard case .refused(let wait) = breaker.admit(at: Self.instant(4)) else { return #expect(Bool(false)) }
    #expect(wait >= .milliseconds(800) && wait <= .milliseconds(1_200))
    let later = MediaTime.milliseconds(1_400)
    #expect(breaker.admit(at: later) == .probe)
    guard case .refused = breaker.admit(at: later) else { return #expect(Bool(false)) }
    breaker.succeeded(at: later)
    #expect(breaker.admit(at: later) == .go)
  }

  /// Instants at which failures are told apart.
  private static func instant(_ index: Int) -> MediaTime { .milliseconds(Int64(index) * 20) }

  @Test("all that breaks with one connection is one failure")
  func together() {
    var breaker = CircuitBreaker(seed: 5)
    for index in 0..<4 {
      for _ in 0..<32 { breaker.failed(.failed("broke off"), at: Self.instant(index)) }
      #expect(breaker.standing == .closed)
    }
    breaker.failed(.failed("broke off"), at: Self.instant(4))
    #expect(breaker.standing != .closed)
  }

  @Test("each probe that fails doubles the pause, up to its limit")
  func doubles() {
    var breaker = CircuitBreaker(seed: 2)
    for index in 0..<5 { breaker.failed(.failed("x"), at: Self.instant(index)) }
    var now = Self.instant(4)
    var pauses: [MediaTime] = []
    for _ in 0..<8 {
      guard case .open(let until) = breaker.standing else { return #expect(Bool(false)) }
      pauses.append(until - now)
      now = until
      #expect(breaker.admit(at: now) == .probe)
      breaker.failed(.noProgress(.beforeFirst), at: now)
    }
    for (index, pause) in pauses.enumerated() {
      let base = min(Self.second * (1 << Int64(index)), Self.second * 30)
      #expect(pause.seconds >= base.seconds * 0.79 && pause.seconds <= base.seconds * 1.21)
    }
    #expect(Set(pauses.suffix(3)).count > 1, "no jitter")
  }

  @Test("half of the last twenty failing opens it too")
  func share() {
    var breaker = CircuitBreaker(seed: 3)
    for index in 0..<20 where breaker.standing == .closed {
      let now = Self.instant(index)
      if index % 2 == 0 { breaker.failed(.failed("x"), at: now) } else { breaker.succeeded(at: now) }
    }
    #expect(breaker.standing != .closed)
  }

  @Test("a rejected key opens it at once, for long")
  func lasting() {
    var breaker = CircuitBreaker(seed: 4)
    breaker.failed(.rejectedKey("DEEPGRAM_API_KEY"), at: .zero)
    guard case .refused = breaker.admit(at: Self.second * 40) else { return #expect(Bool(false)) }
    #expect(breaker.admit(at: Self.second * 80) == .probe)
  }

  @Test("a rate limit keeps everyone away for as long as the vendor says, and is no failure")
  func rateLimit() {
    var breaker = CircuitBreaker(seed: 5)
    for _ in 0..<20 { breaker.failed(.rateLimited("429", retryAfter: Self.second * 7), at: .zero) }
    guard case .refused = breaker.admit(at: Self.second * 6) else { return #expect(Bool(false)) }
    #expect(breaker.admit(at: Self.second * 9) == .go)
    breaker.failed(.rateLimited("429", retryAfter: .seconds(Int64(100_000))), at: .zero)
    #expect(breaker.admit(at: Self.second * 400) == .go)
  }

  @Test("a probe that nobody settles is followed by another; one that was not wanted any more makes room")
  func lostProbe() {
    var breaker = CircuitBreaker(seed: 6)
    breaker.failed(.rejectedKey("k"), at: .zero)
    #expect(breaker.admit(at: Self.second * 80) == .probe)
    guard case .refused = breaker.admit(at: Self.second * 85) else { return #expect(Bool(false)) }
    #expect(breaker.admit(at: Self.second * 95) == .probe)
    breaker.abandoned(at: Self.second * 95)
    #expect(breaker.admit(at: Self.second * 95) == .probe)
  }

  @Test("the estimate knows nothing of few times and the slow end of many")
  func latency() {
    var estimate = LatencyEstimate()
    for _ in 0..<19 { estimate.note(.milliseconds(10)) }
    #expect(estimate.percentile95 == nil)
    for index in 1...64 { estimate.note(.milliseconds(Int64(index))) }
    #expect(estimate.percentile95 == .milliseconds(61))
  }
}
