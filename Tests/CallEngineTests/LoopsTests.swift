import CallCore
import CallEngine
import Testing

extension EngineTests {
  @Suite("Several media loops")
  struct LoopsTests {
    @Test("calls are served on several loops and workers")
    func manyCalls() async throws {
      let test = try TestEngine {
        $0.loops = 3
        $0.workers = 2
      }
      let callers = try (0..<12).map { _ in try test.connect() }
      for caller in callers {
        await caller.start()
        caller.say(.sentence)
      }
      for caller in callers { #expect(await caller.hearsAnAnswer()) }
      for caller in callers { caller.stop() }
      for caller in callers { #expect(await caller.closes(1000)) }
      #expect(await test.becomesEmpty())
    }

    @Test("a newer stream takes its call over wherever it comes in, again and again")
    func takeOver() async throws {
      let test = try TestEngine { $0.loops = 4 }
      var current = try await test.call("v3:one")
      // The kernel spreads connections over the loops: three in four of them come in on another one.
      for round in 1...10 {
        let newer = try test.connect()
        await newer.start(call: "v3:ONE")
        #expect(await current.closes(1000))
        #expect(await test.book.log.wait { RecordBook.replacements($0) == round })
        current = newer
      }
      current.say(.sentence)
      #expect(await current.hearsAnAnswer())
      #expect(test.book.starts == 1)
      #expect(test.engine.gate.liveCalls == 1)
      current.stop()
      #expect(await current.closes(1000))
      #expect(test.book.endings.map(\.reason) == [.callerHungUp])
      #expect(await test.becomesEmpty())
      #expect(test.engine.gate.admittedCalls == 0)
    }

    @Test("a stream that goes while its call is on its way to it ends the call")
    func takeOverAndGo() async throws {
      let test = try TestEngine { $0.loops = 4 }
      for _ in 0..<8 {
        let first = try await test.call("v3:one")
        let second = try test.connect()
        #expect(await second.wait { $0.contains(.opened) })
        second.send(second.startMessage(call: "v3:one"))
        second.hangUp()
        #expect(await first.closes(1000))
        #expect(await test.becomesEmpty())
      }
      #expect(test.book.endings.allSatisfy { $0.reason == .connectionLost })
    }
  }
}
