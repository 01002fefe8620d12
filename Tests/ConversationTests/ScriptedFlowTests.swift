import Conversation
import Testing

@Suite("Scripted flow")
struct ScriptedFlowTests {
  /// Runs a call and gives back all that the agent said and the last reply.
  static func run(
    _ flow: ScriptedFlow, _ turns: [String], agent edit: (inout AgentDefinition) -> Void = { _ in }
  ) -> (said: [String], last: ScriptedReply) {
    var agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hi from {company}.", flow: flow)
    edit(&agent)
    var reply = flow.reply(to: .callAnswered, state: FlowState(), agent: agent, wallClock: 0)
    var said = [reply.text.joined(separator: " ")]
    for turn in turns {
      reply = flow.reply(to: .callerSaid(turn), state: reply.state, agent: agent, wallClock: 0)
      said.append(reply.text.joined(separator: " "))
    }
    return (said, reply)
  }

  static func question(
    _ id: String, _ type: SlotType, _ edit: (inout FlowQuestion) -> Void = { _ in }
  ) -> FlowQuestion {
    var question = FlowQuestion(id: id, prompt: "Your \(id)?", slot: id, type: type)
    edit(&question)
    return question
  }

  @Test("questions come in order, side questions do not, and the end is qualified")
  func order() {
    let flow = ScriptedFlow(questions: [
      Self.question("side", .freeText) { $0.isSide = true }, Self.question("size", .number),
      Self.question("other", .freeText) { $0.isSide = true }, Self.question("name", .freeText),
    ])
    let (said, last) = Self.run(flow, ["about twelve", "Bob Smith"])
    #expect(said[0] == "Hi from Acme. Your size?")
    #expect(said[1].hasSuffix("Your name?"))
    #expect(last.endCall == .qualified)
    #expect(last.state.slots.map(\.value) == [.number(12), .text("Bob Smith")])
  }

  @Test("branches on numbers and choices turn or end the flow")
  func branches() {
    let flow = ScriptedFlow(questions: [
      Self.question("size", .number) {
        $0.branches = [
          FlowBranch(when: .below(5), say: "Too small.", target: .end(.notInterested)),
          FlowBranch(when: .atLeast(100), target: .question("colour")),
        ]
      },
      Self.question("name", .freeText),
      Self.question("colour", .choice([SlotChoice("red", synonyms: ["crimson"]), SlotChoice("blue")])) {
        $0.branches = [FlowBranch(when: .answer("red"), say: "Nice.", target: nil)]
      },
    ])
    #expect(Self.run(flow, ["two"]).said[1].hasPrefix("Too small."))
    #expect(Self.run(flow, ["two"]).last.endCall == .notInterested)
    #expect(Self.run(flow, ["two hundred"]).said[1].hasSuffix("Your colour?"))
    #expect(Self.run(flow, ["fifty"]).said[1].hasSuffix("Your name?"))
    #expect(Self.run(flow, ["200", "crimson"]).said[2].hasPrefix("Nice."))
  }

  @Test("a sentence whose slot is empty is left out")
  func emptyPlaceholder() {
    let flow = ScriptedFlow(questions: [
      Self.question("size", .number) { $0.isRequired = false },
      Self.question("name", .freeText) { $0.prompt = "So {size} then. Your name?" },
      Self.question("last", .freeText) { $0.prompt = "For {size}?" },
    ])
    let (said, _) = Self.run(flow, ["I don't know", "Bob Smith"])
    #expect(said[1] == "No problem. Your name?")
    #expect(said[2].hasSuffix("For that?"))
    #expect(Self.run(flow, ["7"]).said[1].hasSuffix("So seven then. Your name?"))
  }

  @Test("a question given up by an optional flow is skipped, by a required one ends the call")
  func givingUp() {
    for isRequired in [true, false] {
      let flow = ScriptedFlow(questions: [
        Self.question("size", .number) { $0.isRequired = isRequired }, Self.question("name", .freeText),
      ])
      let (said, last) = Self.run(flow, ["purple", "green"])
      #expect(said[1] == "Sorry, I didn't catch that. Your size?")
      #expect(last.endCall == (isRequired ? .incomplete : nil))
      #expect(last.state.question == (isRequired ? nil : "name"))
    }
  }

  @Test("an objection answered out is repeated or ends the call")
  func objections() {
    let objection = FlowObjection(id: "busy", triggers: ["too busy"], replies: ["One.", "Two."])
    var flow = ScriptedFlow(questions: [Self.question("name", .freeText)], objections: [objection])
    let turns = ["I'm too busy", "way too busy", "I'm too busy"]
    #expect(
      Self.run(flow, turns).said.dropFirst() == ["One. Your name?", "Two. Your name?", "Two. Your name?"])
    flow.objections[0].lastStraw = .callback
    #expect(Self.run(flow, turns).last.endCall == .callback)
  }

  @Test("a long answer that only mentions an objection's words is an answer")
  func mention() {
    let objection = FlowObjection(id: "no", triggers: ["not interested"], replies: ["Oh."])
    let flow = ScriptedFlow(questions: [Self.question("need", .freeText)], objections: [objection])
    let text = "We call people every day and most of them are not interested so we need better leads from you"
    #expect(Self.run(flow, [text]).last.endCall == .qualified)
  }

  @Test("a correction goes to the slot that is named")
  func namedCorrection() {
    let flow = ScriptedFlow(questions: [
      Self.question("budget", .money), Self.question("people", .number), Self.question("name", .freeText),
    ])
    let (said, last) = Self.run(flow, ["ten thousand", "twelve", "change my budget to twenty thousand"])
    #expect(said[3] == "Got it, twenty thousand dollars. Your name?")
    #expect(last.state.value(of: "budget") == .money(amount: 20_000, currency: "USD"))
    #expect(last.state.value(of: "people") == .number(12))
  }

  @Test("empty flows and unknown questions end at once instead of looping")
  func degenerate() {
    #expect(Self.run(ScriptedFlow(questions: []), []).last.endCall == .incomplete)
    let lost = ScriptedFlow(questions: [Self.question("a", .freeText) { $0.next = .question("nowhere") }])
    #expect(Self.run(lost, ["something"]).last.endCall == .incomplete)
    let circle = ScriptedFlow(
      questions: [Self.question("a", .freeText) { $0.next = .question("a") }], maxTurns: 9)
    #expect(Self.run(circle, Array(repeating: "something", count: 9)).last.endCall == .incomplete)
  }

  @Test("a state that was tampered with does not trap", arguments: [Int.min, -1, Int.max])
  func hostileState(number: Int) {
    let flow = ScriptedFlow(questions: [Self.question("a", .number)])
    var state = FlowState()
    state.question = "a"
    state.turns = number
    state.attempts = number == .max ? .max - 1 : number
    let agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hi.", flow: flow)
    for occasion in [ScriptedFlow.Occasion.callAnswered, .callerSaid("purple"), .callerSilent(times: number)]
    {
      let reply = flow.reply(to: occasion, state: state, agent: agent, wallClock: .nan)
      #expect(!reply.text.isEmpty)
    }
  }

  @Test("placeholders are found, and what only looks like one is text")
  func templates() {
    #expect(LineTemplate("{a} b {c_1}.").placeholders == ["a", "c_1"])
    #expect(LineTemplate("{a b} {} { {x").placeholders == [])
    #expect(LineTemplate("{a b} {} { {x").filled { _ in "?" } == "{a b} {} { {x")
    #expect(LineTemplate("{a}!").filled { $0 == "a" ? "yes" : nil } == "yes!")
    #expect(LineTemplate("{b}!").filled { _ in nil } == nil)
  }
}
