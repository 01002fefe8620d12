import Audio
import Conversation
import Synchronization
import Testing
import Wire

@testable import Providers

@Suite("A language model with tools")
struct ToolUsingModelTests {
  static func agent() throws -> AgentDefinition {
    var agent = AgentDefinition(name: "Ann", company: "Roofs Ltd", greeting: "Hello, this is {agent}.")
    agent.persona = "You book visits."
    let schema = try ToolSchema(
      JSONValue(
        parsing: """
          {"type":"object","properties":{"day":{"type":"string","enum":["Tuesday","Wednesday"]},\
          "people":{"type":"integer","minimum":1}},"required":["day"],"additionalProperties":false}
          """))
    var book = ToolDefinition(
      name: "book_visit", description: "Books a visit.", parameters: schema, url: "https://example.com/book")
    book.filler = "One moment."
    var look = ToolDefinition(
      name: "look_up", description: "Looks something up.", parameters: .none, url: "https://example.com/look")
    look.hasSideEffects = false
    agent.tools = [book, look]
    agent.transfers = [TransferTarget(name: "sales", address: "+15550100")]
    return agent
  }

  static func call(_ name: String, _ arguments: String, id: String = "c1") -> ChatEvent {
    .toolCall(ToolCall(id: id, name: name, arguments: arguments))
  }

  static let book = call("book_visit", "{\"day\":\"Tuesday\"}")

  struct Run {
    var events: [(at: MediaTime, event: ReplyEvent)]
    var chat: ScriptedChat
    var runner: ScriptedRunner
    var costs: [CostItem]

    var text: String {
      events.compactMap { if case .text(let text) = $0.event { text } else { nil } }.joined()
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    var ends: Int { events.count { $0.event == .finished || failure($0.event) } }
    private func failure(_ event: ReplyEvent) -> Bool { if case .failed = event { true } else { false } }
    /// The results that the model was shown at last.
    var results: [ToolResult] {
      (chat.requests.last?.messages ?? []).compactMap {
        if case .toolResult(let result) = $0 { result } else { nil }
      }
    }
  }

  private final class Meter: CostMeter {
    let items = Mutex<[CostItem]>([])
    func note(_ item: CostItem, call: String) { items.withLock { $0.append(item) } }
  }

  static func run(
    _ answers: [[ChatEvent]], tools: [ToolAnswer?] = [], said: String = "Tuesday, please.",
    isConfirmed: Bool = true, confirmAt: MediaTime? = nil, cancelAt: MediaTime? = nil,
    toolDelay: MediaTime = .milliseconds(200), change: (inout ReplyRequest) -> Void = { _ in }
  ) throws -> Run {
    let alarms = VirtualAlarms()
    let chat = ScriptedChat(answers, alarms: alarms)
    let runner = ScriptedRunner(tools, delay: toolDelay, alarms: alarms)
    let meter = Meter()
    let model = ToolUsingModel(chat, runner: runner, alarms: alarms, meter: meter)
    var dialogue = Dialogue()
    dialogue.utterances = [
      .init(speaker: .agent, text: "Hello, this is Ann, and I"), .init(speaker: .caller, text: "Hi."),
      .init(speaker: .agent, text: "Which day", wasCut: true),
    ]
    var request = ReplyRequest(
      agent: try agent(), dialogue: dialogue, occasion: .callerSaid(said), wallClock: 1_795_000_000)
    request.call = "call-7"
    request.isConfirmed = isConfirmed
    change(&request)
    let log = Log<ReplyEvent>()
    do {
      let handle = model.reply(to: request) { log.add($0, at: alarms.now) }
      if let confirmAt { _ = alarms.after(confirmAt) { handle.confirm() } }
      if let cancelAt { _ = alarms.after(cancelAt) { handle.cancel() } }
      alarms.run(until: .seconds(Int64(60)))
    }
    return Run(events: log.all, chat: chat, runner: runner, costs: meter.items.withLock { $0 })
  }

  @Test("the prompt has a stable part, a part of the moment, and the dialogue as it was heard")
  func prompt() throws {
    let run = try Self.run([[.text("Fine."), .finished(.said)]])
    let request = try #require(run.chat.requests.first)
    #expect(request.stablePrompt.contains("You are Ann") && request.stablePrompt.contains("You book visits."))
    #expect(!request.stablePrompt.contains("2026"))
    #expect(request.volatilePrompt.hasPrefix("It is now Wednesday, 18 November 2026, 11:06, UTC+00:00."))
    #expect(
      request.messages == [
        .assistant("Hello, this is Ann, and I"), .user("Hi."), .assistant("Which day [cut off]"),
        .user("Tuesday, please."),
      ])
    #expect(
      request.tools.map(\.name) == ["end_call", "transfer", "send_dtmf", "collect", "book_visit", "look_up"])
    #expect(run.text == "Fine." && run.ends == 1)
    let other = PromptAssembly(of: try Self.agent())
    #expect(other.stablePrompt == request.stablePrompt && other.tools == request.tools)
  }

  @Test("a greeting needs no model, and silence is answered by the ladder, then by a goodbye")
  func fixed() throws {
    let greeting = try Self.run([]) { $0.occasion = .callAnswered }
    #expect(greeting.text == "Hello, this is Ann." && greeting.ends == 1 && greeting.chat.requests.isEmpty)
    let silent = try Self.run([]) { $0.occasion = .callerSilent(times: 1) }
    #expect(silent.text == "Are you still there?")
    let last = try Self.run([]) { $0.occasion = .callerSilent(times: 3) }
    #expect(last.events.contains { $0.event == .endCall(reason: "incomplete") })
  }

  @Test("a tool is run with arguments that fit, and its answer goes back to the model")
  func runsTool() throws {
    let run = try Self.run(
      [
        [.text("Let me book that. "), Self.book, .finished(.tools)],
        [.text("It is booked."), .finished(.said)],
      ],
      tools: [.result("{\"ok\":true}")])
    #expect(run.text == "Let me book that. It is booked." && run.ends == 1)
    #expect(run.runner.uses.map(\.arguments) == ["{\"day\":\"Tuesday\"}"])
    #expect(run.runner.uses.first?.idempotencyKey.hasPrefix("call-7-4-book_visit-") == true)
    #expect(run.results == [ToolResult(id: "c1", content: "{\"ok\":true}")])
    let records = run.events.compactMap { if case .tool(let record) = $0.event { record } else { nil } }
    #expect(records.map(\.result) == [nil, "{\"ok\":true}"])
    #expect(records.allSatisfy { $0.after == 4 })
  }

  @Test(
    "a wish that cannot be granted goes back to the model as an error",
    arguments: [
      ("book_visit", "{\"day\":\"Sunday\"}", "\"day\" must be one of \"Tuesday\", \"Wednesday\"."),
      ("book_visit", "{}", "the arguments needs \"day\"."),
      ("book_visit", "{\"day\":\"Tuesday\",\"people\":1.5}", "\"people\" must be integer."),
      ("book_visit", "{\"day\":\"Tuesday\",\"x\":1}", "the arguments has an unknown member \"x\"."),
      ("book_visit", "{\"day\":", "The arguments are no JSON."),
      ("book_visit", "[]", "the arguments must be object."),
      ("book_visit", "{\"day\":\"Tuesday\",\"people\":1e999}", "The arguments are no JSON."),
      (
        "delete_all", "{}",
        "There is no tool \"delete_all\". There are: end_call, transfer, send_dtmf, collect, book_visit, look_up."
      ),
      ("send_dtmf", "{\"digits\":\"12x\"}", "Keys are 0 to 9, *, # and A to D."),
      ("transfer", "{\"to\":\"nobody\"}", "\"to\" must be one of \"sales\"."),
    ])
  func badWish(name: String, arguments: String, error: String) throws {
    let run = try Self.run([
      [Self.call(name, arguments), .finished(.tools)], [.text("Sorry."), .finished(.said)],
    ])
    #expect(run.results == [ToolResult(id: "c1", content: error, isError: true)])
    #expect(run.runner.uses.isEmpty)
    #expect(run.text == "Sorry." && run.ends == 1)
  }

  @Test("endless wishes are stopped")
  func endless() throws {
    let run = try Self.run(
      [[Self.call("look_up", "{}"), .finished(.tools)]],
      tools: Array(repeating: .result("nothing"), count: 50))
    #expect(run.ends == 1)
    #expect(run.chat.requests.count == 5)
    // The same wish is granted once.
    #expect(run.runner.uses.count == 1)
    #expect(run.results.last?.content == "nothing\n(No more tools in this turn: answer the caller now.)")
  }

  @Test("what changes something waits for the turn to be over; what only looks does not")
  func speculation() throws {
    let answers: [[ChatEvent]] = [[Self.book, .finished(.tools)], [.text("Booked."), .finished(.said)]]
    let never = try Self.run(answers, tools: [.result("ok")], isConfirmed: false)
    #expect(never.runner.uses.isEmpty && never.ends == 0)
    let later = try Self.run(
      answers, tools: [.result("ok")], isConfirmed: false, confirmAt: .milliseconds(900))
    #expect(later.runner.uses.count == 1 && later.text == "Booked.")
    #expect(later.events.first { if case .tool = $0.event { true } else { false } }?.at == .milliseconds(900))
    let looks = try Self.run(
      [[Self.call("look_up", "{}"), .finished(.tools)], [.text("Found."), .finished(.said)]],
      tools: [.result("ok")], isConfirmed: false)
    #expect(looks.runner.uses.count == 1 && looks.text == "Found.")
  }

  @Test("what a withdrawn reply has done for the same turn is not done again")
  func notTwice() throws {
    let run = try Self.run([[Self.book, .finished(.tools)], [.text("Booked."), .finished(.said)]]) {
      request in
      request.dialogue.note(
        ToolRecord(
          id: "old", name: "book_visit", arguments: "{\"day\":\"Tuesday\"}", result: "done", after: 3))
      request.dialogue.tools[0].after = 4
    }
    #expect(run.runner.uses.isEmpty)
    #expect(run.results.map(\.content) == ["done", "done"])
  }

  @Test("a tool that is slow is bridged, one that hangs is given up, and the silence stays short")
  func hanging() throws {
    let run = try Self.run(
      [[Self.book, .finished(.tools)], [.text("I could not reach them."), .finished(.said)]], tools: [nil])
    #expect(run.text.hasPrefix("One moment. Let me see."))
    #expect(run.text.hasSuffix("I could not reach them."))
    #expect(run.results.first?.isError == true)
    #expect(run.runner.cancelled.load(ordering: .relaxed) == 1)
    let spoken = run.events.filter { if case .text = $0.event { true } else { false } }.map(\.at)
    #expect((spoken.first ?? .zero) <= .milliseconds(900))
  }

  @Test("a tool that fails at once is tried again under the same key, and only once")
  func retries() throws {
    let answers: [[ChatEvent]] = [[Self.book, .finished(.tools)], [.text("Well."), .finished(.said)]]
    let mended = try Self.run(answers, tools: [.failed(.failed("reset")), .result("ok")])
    #expect(mended.runner.uses.count == 2)
    #expect(Set(mended.runner.uses.map(\.idempotencyKey)).count == 1)
    #expect(mended.results.first?.content == "ok")
    let broken = try Self.run(answers, tools: Array(repeating: .failed(.failed("reset")), count: 5))
    #expect(broken.runner.uses.count == 2 && broken.results.first?.isError == true)
    let refused = try Self.run(answers, tools: [.declined("no such day")])
    #expect(refused.runner.uses.count == 1 && refused.results.first?.content == "no such day")
  }

  @Test("ten megabytes are cut, and control characters with them")
  func bounded() throws {
    let run = try Self.run(
      [[Self.book, .finished(.tools)], [.text("Well."), .finished(.said)]],
      tools: [.result("a\u{0}b" + String(repeating: "x", count: 10 << 20))])
    let content = try #require(run.results.first?.content)
    #expect(content.utf8.count < 9_000 && content.hasPrefix("a bxx") && content.hasSuffix("[cut]"))
  }

  @Test("built in: an end with a goodbye, a transfer, keys, and slots that are kept")
  func builtIn() throws {
    let end = try Self.run([[Self.call("end_call", "{\"reason\":\"not_interested\"}"), .finished(.tools)]])
    #expect(end.text == "That's all right. Thank you for your time. Goodbye.")
    #expect(end.events.suffix(2).map(\.event) == [.endCall(reason: "not_interested"), .finished])
    let transfer = try Self.run([
      [.text("Sure. "), Self.call("transfer", "{\"to\":\"sales\"}"), .finished(.tools)]
    ])
    #expect(transfer.events.suffix(2).map(\.event) == [.transfer(to: "+15550100"), .finished])
    let keys = try Self.run(
      [
        [Self.call("send_dtmf", "{\"digits\":\"1 2#\"}"), .finished(.tools)],
        [.text("Done."), .finished(.said)],
      ])
    #expect(keys.events.contains { $0.event == .digits("12#") })
    let slot = try Self.run(
      [
        [Self.call("collect", "{\"slot\":\"budget\",\"value\":\"five thousand\"}"), .finished(.tools)],
        [.text("Noted."), .finished(.said)],
      ])
    let flow = slot.events.compactMap { if case .flow(let flow) = $0.event { flow } else { nil } }.first
    #expect(flow?.value(of: "budget") == .text("five thousand"))
  }

  @Test("after a cancel nothing comes, what ran is stopped, and its tokens are wasted")
  func cancel() throws {
    let usage = TokenUsage(input: 50, output: 7)
    let run = try Self.run(
      [[.usage(usage), Self.book, .finished(.tools)]], tools: [.result("ok")], isConfirmed: false,
      cancelAt: .milliseconds(600))
    #expect(run.runner.uses.isEmpty && run.ends == 0)
    #expect(run.costs == [.tokens(usage, isWasted: true)])
    let kept = try Self.run(
      [[.text("Yes."), .usage(usage), .finished(.said)]], isConfirmed: false, confirmAt: .milliseconds(600))
    #expect(kept.costs == [.tokens(usage, isWasted: false)])
    let early = try Self.run([[.text("Yes."), .usage(usage), .finished(.said)]], cancelAt: .milliseconds(50))
    #expect(early.costs.count == 1 && early.ends == 0)
  }

  @Test("a reply that is over is let go, though nobody cancels it", arguments: [true, false])
  func letGo(usesTool: Bool) throws {
    weak var left: (any ReplyHandle)?
    do {
      let alarms = VirtualAlarms()
      let end: [ChatEvent] = [.text("Hello there."), .finished(.said)]
      let chat = ScriptedChat(usesTool ? [[Self.book, .finished(.tools)], end] : [end], alarms: alarms)
      let slot = ProviderSlot<any ChatModel>(chat, gate: ProviderGate("one"))
      let model = ToolUsingModel(
        FailoverModel([slot], alarms: alarms),
        runner: ScriptedRunner([.result("Booked.")], delay: .milliseconds(200), alarms: alarms),
        alarms: alarms)
      let request = ReplyRequest(
        agent: try Self.agent(), dialogue: Dialogue(), occasion: .callerSaid("Tuesday."), wallClock: 0)
      let log = Log<ReplyEvent>()
      let reply = model.reply(to: request) { log.add($0, at: alarms.now) }
      left = reply
      alarms.run(until: .seconds(Int64(60)))
      #expect(log.all.last?.event == .finished)
    }
    #expect(left == nil)
  }

  @Test("a model that fails, or says nothing, fails the reply")
  func fails() throws {
    let failed = try Self.run([[.failed(.overloaded("529"))]])
    #expect(failed.events.map(\.event) == [.failed(.overloaded("529"))])
    let empty = try Self.run([[.finished(.said)]])
    #expect(empty.ends == 1)
  }

  @Test("whatever a model does, the reply ends once", arguments: 0..<200)
  func anything(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    let pieces: [ChatEvent] = [
      .text("Well. "), .text("I see. "), Self.book, Self.call("look_up", "{}", id: "c2"),
      Self.call("nothing", "x", id: "c3"),
      Self.call("end_call", "{\"reason\":\"qualified\"}", id: "c4"), .progress,
      .usage(TokenUsage(input: .max, output: -1)),
      Self.call("collect", "{\"slot\":\"a\",\"value\":\"b\"}", id: "c5"),
      Self.call("send_dtmf", "{\"digits\":\"1\"}", id: "c6"),
    ]
    let answers = (0..<6).map { _ -> [ChatEvent] in
      let middle = (0..<Int.random(in: 0...4, using: &dice)).map { _ in pieces.randomElement(using: &dice)! }
      return middle + [Bool.random(using: &dice) ? .finished(.said) : .finished(.tools)]
        + (middle.isEmpty ? [] : [.finished(.said)])
    }
    let tools: [ToolAnswer?] = (0..<20).map { _ in
      [ToolAnswer.result("ok"), .declined("no"), .failed(.failed("x")), nil].randomElement(using: &dice)!
    }
    let run = try Self.run(
      answers, tools: tools, toolDelay: .milliseconds(Int64.random(in: 0...3_000, using: &dice)))
    #expect(run.ends == 1)
    #expect(run.events.last.map { $0.event == .finished || run.ends == 1 } == true)
    #expect(run.chat.requests.count <= 5)
    let keys = run.runner.uses.map(\.idempotencyKey)
    #expect(keys.count <= 2 * Set(keys).count)
    // Every wish has its result in what the model is shown.
    for request in run.chat.requests {
      let calls = request.messages.compactMap { if case .toolCall(let call) = $0 { call.id } else { nil } }
      let results = request.messages.compactMap {
        if case .toolResult(let result) = $0 { result.id } else { nil }
      }
      #expect(calls == results)
    }
  }
}
