import Testing

@testable import ProviderSimulator

@Suite("Service times")
struct ServiceTimeTests {
  @Test("draws have the median and the 95th percentile that were asked for", arguments: [UInt64(1), 2, 3])
  func quantiles(_ seed: UInt64) {
    var random = SimulatorRandom(seed: seed)
    let time = ServiceTime(p50: 400, p95: 900)
    let drawn = (0..<20_000).map { _ in time.draw(&random) * 1000 }.sorted()
    #expect(abs(drawn[10_000] - 400) < 15)
    #expect(abs(drawn[19_000] - 900) < 50)
  }

  @Test("the same seed draws the same times")
  func seeds() {
    func draw(_ seed: UInt64) -> [Double] {
      var random = SimulatorRandom(seed: seed)
      return (0..<20).map { _ in ServiceTime(p50: 10, p95: 30).draw(&random) }
    }
    #expect(draw(5) == draw(5))
    #expect(draw(5) != draw(6))
  }

  @Test("times are read from their text")
  func parsing() throws {
    #expect(
      try ServiceTime.parse("anthropic.first=400,900") == [.anthropicFirst: ServiceTime(p50: 400, p95: 900)])
    #expect(try ServiceTime.parse("all=0,0").count == ServiceTime.Stage.allCases.count)
    var random = SimulatorRandom(seed: 1)
    #expect(ServiceTime(p50: 0, p95: 0).draw(&random) == 0)
  }

  @Test(
    "what is no time is refused",
    arguments: ["", "x", "anthropic.first", "no.stage=1,2", "all=3,2", "all=-1,2", "all=1", "all=nan,nan"])
  func refusing(_ text: String) {
    #expect(throws: SimulatorError.self) { try ServiceTime.parse(text) }
  }

  @Test("every number that is a value becomes NaN, and no text does")
  func numbers() {
    let json = "{\"a\":1.5,\"b\":[-2e3,\"3\"],\"c4\":\"x\\\"5\"}"
    #expect(JSONText.withoutNumbers(json) == "{\"a\":NaN,\"b\":[NaN,\"3\"],\"c4\":\"x\\\"5\"}")
  }
}
