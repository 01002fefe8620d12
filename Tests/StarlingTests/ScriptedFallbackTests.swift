import Conversation
import Providers
import Synchronization
import Testing

@testable import starling

@Suite("The script stands in for a model")
struct ScriptedFallbackTests {
  /// Gives its events at once when it is asked, and the rest when told.
  private final class Model: LanguageModel {
    final class Reply: ReplyHandle {
      let told = Mutex<[String]>([])
      func confirm() { told.withLock { $0.append("confirm") } }
      func cancel() { told.withLock { $0.append("cancel") } }
    }
    private let script: [ReplyEvent]
    private let given = Mutex<[(@Sendable (ReplyEvent) -> Void, Reply)]>([])
    init(_ script: [ReplyEvent]) { self.script = script }

    func reply(
      to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
    ) -> any ReplyHandle {
      let reply = Reply()
      given.withLock { $0.append((events, reply)) }
      for event in script { events(event) }
      return reply
    }

    var asked: Int { given.withLock { $0.count } }
    var told: [String] { given.withLock { $0.flatMap { $0.1.told.withLock { $0 } } } }
    func give(_ event: ReplyEvent) { for (events, _) in given.withLock({ $0 }) { events(event) } }
  }

  private static let failure = ReplyEvent.failed(.noProgress(.beforeFirst))
  private static let line: [ReplyEvent] = [.text("Which day suits you?"), .finished]

  private static func run(
    _ model: Model, _ script: Model, then act: (any ReplyHandle) -> Void = { _ in }
  ) -> [ReplyEvent] {
    let heard = Mutex<[ReplyEvent]>([])
    let agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hello.")
    let request = ReplyRequest(
      agent: agent, dialogue: Dialogue(), occasion: .callerSaid("Yes."), wallClock: 0)
    let reply = ScriptedFallback(model: model, script: script).reply(to: request) { event in
      heard.withLock { $0.append(event) }
    }
    act(reply)
    return heard.withLock { $0 }
  }

  @Test("a model that fails before a word is replaced by the script", arguments: [true, false])
  func replaced(atOnce: Bool) {
    let (model, script) = (Model(atOnce ? [Self.failure] : []), Model(Self.line))
    let heard = Self.run(model, script) { reply in
      if !atOnce { model.give(Self.failure) }
      reply.confirm()
    }
    #expect(heard == Self.line && script.asked == 1)
    #expect(script.told == ["confirm"] && model.told.isEmpty)
  }

  @Test("a confirmation or a cancel that came before the failure reaches the script, or keeps it silent")
  func toldBefore() {
    let confirmed = (model: Model([]), script: Model(Self.line))
    let heard = Self.run(confirmed.model, confirmed.script) { reply in
      reply.confirm()
      confirmed.model.give(Self.failure)
      reply.cancel()
    }
    #expect(heard == Self.line && confirmed.model.told == ["confirm"])
    #expect(confirmed.script.told == ["confirm", "cancel"])
    let cancelled = (model: Model([]), script: Model(Self.line))
    let nothing = Self.run(cancelled.model, cancelled.script) { reply in
      reply.cancel()
      cancelled.model.give(Self.failure)
    }
    #expect(nothing == [Self.failure] && cancelled.script.asked == 0)
  }

  @Test("a model that fails after words or keys fails; one that answers is left alone")
  func leftAlone() {
    let script = Model(Self.line)
    for said in [ReplyEvent.text("Which "), .digits("1")] {
      #expect(Self.run(Model([said, Self.failure]), script) == [said, Self.failure])
    }
    #expect(Self.run(Model([.text("Fine."), .finished]), script) == [.text("Fine."), .finished])
    #expect(script.asked == 0)
  }
}
