import Testing

@testable import Networking

@Suite("Origin health")
struct OriginHealthTests {
  @Test("after a silence, requests take fresh connections until the older ones have ended")
  func silence() {
    var health = OriginHealth()
    health.sawMultiplexing("a")
    let first = health.begin("a")
    let second = health.begin("a")
    #expect(!first.isFresh && !second.isFresh)
    let isSpoilt = health.end("a", generation: first.generation, wentSilent: true, failed: true)
    #expect(isSpoilt)
    let third = health.begin("a")
    #expect(third.isFresh)
    let elsewhere = health.begin("b")
    #expect(!elsewhere.isFresh)
    _ = health.end("a", generation: second.generation, wentSilent: false, failed: false)
    let fourth = health.begin("a")
    #expect(!fourth.isFresh)
  }

  @Test("where connections are not shared, a silence is nobody else's business")
  func unshared() {
    var health = OriginHealth()
    let first = health.begin("a")
    _ = health.begin("a")
    _ = health.end("a", generation: first.generation, wentSilent: true, failed: true)
    let third = health.begin("a")
    #expect(!third.isFresh)
  }
}
