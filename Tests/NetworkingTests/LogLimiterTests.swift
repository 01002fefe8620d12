import Testing

@testable import Networking

@Suite("Log limiter")
struct LogLimiterTests {
  @Test("lets so many lines a second pass, and says with the next how many it held back")
  func limit() {
    var limiter = LogLimiter(linesPerSecond: 3)
    var passed = 0
    for _ in 0..<10 where limiter.admit(atSecond: 100).passes { passed += 1 }
    #expect(passed == 3)
    let next = limiter.admit(atSecond: 101)
    #expect(next.passes)
    #expect(next.heldBack == 7)
    let after = limiter.admit(atSecond: 101)
    #expect(after.heldBack == 0)
  }
}
