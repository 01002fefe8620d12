import Testing

@testable import ProviderSimulator

@Suite("Faults")
struct FaultTests {
  @Test(
    "a fault is read from its text, and its description is read again",
    arguments: [
      ("deepgram:stall", Fault(vendor: .deepgram, kind: .stall, place: .after(3))),
      ("*:refuse", Fault(vendor: nil, kind: .refuse, place: .connect)),
      (
        "anthropic:rate-limit=5::3",
        Fault(vendor: .anthropic, kind: .rateLimit, value: 5, count: .requests(1...3))
      ),
      ("cartesia:close:now", Fault(vendor: .cartesia, kind: .close, place: .now)),
      (
        "openai:half-message:7:2-4",
        Fault(vendor: .openai, kind: .halfMessage, place: .after(7), count: .requests(2...4))
      ),
      ("flux:empty:start:25%", Fault(vendor: .flux, kind: .empty, place: .start, count: .share(0.25))),
    ])
  func parsing(_ text: String, _ fault: Fault) throws {
    #expect(try Fault(parsing: text) == fault)
    #expect(try Fault(parsing: fault.description) == fault)
  }

  @Test(
    "what is no fault is refused with what is known",
    arguments: [
      "", "deepgram", "nobody:stall", "deepgram:sulk", "deepgram:stall:soon", "deepgram:stall:middle:0",
      "deepgram:stall:middle:4-2", "deepgram:stall=nan", "deepgram:stall=-1", "a:b:c:d:e",
      "deepgram:stall::110%",
    ])
  func refusing(_ text: String) {
    #expect(throws: SimulatorError.self) { try Fault(parsing: text) }
  }

  @Test("the first two requests fail and the third is answered well")
  func counting() {
    let plan = FaultPlan([Fault(vendor: .deepgram, kind: .unauthorized, count: .requests(1...2))])
    let drawn = (0..<4).map { _ in plan.draw(.deepgram, .request) != nil }
    #expect(drawn == [true, true, false, false])
    #expect(plan.draw(.flux, .request) == nil)
    #expect(plan.draw(.deepgram, .answer) == nil)
  }

  @Test("a share of the requests fails, the same ones for the same seed")
  func share() {
    func draw() -> [Bool] {
      let plan = FaultPlan([Fault(vendor: nil, kind: .serverError, count: .share(0.3))], seed: 7)
      return (0..<1000).map { _ in plan.draw(.openai, .request) != nil }
    }
    let drawn = draw()
    #expect(drawn == draw())
    #expect((240...360).contains(drawn.count { $0 }))
  }
}
