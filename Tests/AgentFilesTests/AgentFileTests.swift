import AgentFiles
import Conversation
import Redaction
import Testing

@Suite("Agent files")
struct AgentFileTests {
  static let head = "name: Joe\ncompany: Acme\ngreeting: Hi.\n"

  static func problem(_ yaml: String) -> String? {
    do throws(AgentFileError) {
      _ = try AgentFile.parse(yaml: yaml, name: "a.yaml")
      return nil
    } catch {
      return error.description
    }
  }

  @Test("the smallest agent has a name, a company and a greeting")
  func smallest() throws {
    let agent = try AgentFile.parse(yaml: Self.head, name: "a.yaml")
    #expect(agent == AgentDefinition(name: "Joe", company: "Acme", greeting: "Hi."))
  }

  @Test("every setting arrives")
  func settings() throws {
    let yaml =
      Self.head + """
        language: en-GB
        voice: alba
        persona: |
          Be kind.
        utc_offset: "-05:30"
        currency: GBP
        max_duration_seconds: 90
        recording_notice: Recorded.
        patience_ms: {yes_no: 100, short: 200, open: 300, spelled: 400}
        idle: {silence_seconds: 4.5, prompts: [Hello?]}
        limits: {warning_seconds: 0, wait_seconds: 20, sound_seconds: 3, hold_seconds: 60, speculation_waste: 0.5}
        lines: {hello: Hey., fillers: [Hm.], time_warning: Soon., corrected: "Now {value}.", acknowledgements: [Fine.], goodbyes: {callback: Later.}}
        lexicon: {SQL: sequel}
        redact: [card, ssn, email, phone]
        """
    let agent = try AgentFile.parse(yaml: yaml, name: "a.yaml")
    #expect(agent.language == "en-GB")
    #expect(agent.voice == "alba")
    #expect(agent.persona == "Be kind.\n" || agent.persona == "Be kind.")
    #expect(agent.utcOffsetMinutes == -330)
    #expect(agent.currency == "GBP")
    #expect(agent.maxDurationSeconds == 90)
    #expect(agent.recordingNotice == "Recorded.")
    #expect(AnswerKind.allCases.map(agent.patience.milliseconds) == [100, 200, 300, 400])
    #expect(agent.idle == IdleLadder(silenceSeconds: 4.5, prompts: ["Hello?"]))
    #expect(agent.limits.warningSeconds == 0 && agent.limits.waitSeconds == 20)
    #expect(agent.limits.soundSeconds == 3 && agent.limits.holdSeconds == 60)
    #expect(agent.limits.speculationWaste == 0.5)
    #expect(agent.lines.fillers == ["Hm."] && agent.lines.timeWarning == "Soon.")
    #expect(agent.lines.hello == "Hey.")
    #expect(agent.lines.corrected == "Now {value}.")
    #expect(agent.lines.goodbye(for: .callback) == "Later.")
    #expect(agent.lexicon == ["SQL": "sequel"])
    #expect(agent.redact == Set(PIIKind.allCases))
  }

  @Test("every kind of question, branch and objection arrives")
  func flow() throws {
    let yaml =
      Self.head + """
        flow:
          max_turns: 9
          questions:
            - {id: a, type: yes_no, prompt: A?, choices: {"yes": [aye]}, branches: [{when: "no", end: not_interested}]}
            - {id: b, type: number, prompt: B?, branches: [{when: below 5, say: Low., goto: e}, {when: at least 7, end: qualified}]}
            - {id: c, type: choice, prompt: C?, choices: {red: [rot], blue: []}, branches: [{when: red, say: Nice.}]}
            - {id: d, type: date_time, prompt: D?, needs_time: true, required: false, expects: open, goto: e}
            - {id: e, type: text, slot: other, prompt: "E, {b}?", side: true, end: callback, brief: E?, reprompts: [E!], acknowledgements: [Ok.]}
          objections:
            - {id: o, triggers: [oh no], replies: [Oh.], last_straw: incomplete}
        """
    let flow = try #require(try AgentFile.parse(yaml: yaml, name: "a.yaml").flow)
    #expect(flow.maxTurns == 9)
    #expect(flow.questions[0].type == .yesNo(yes: ["aye"]))
    #expect(flow.questions[0].branches == [FlowBranch(when: .answer("no"), target: .end(.notInterested))])
    #expect(
      flow.questions[1].branches == [
        FlowBranch(when: .below(5), say: "Low.", target: .question("e")),
        FlowBranch(when: .atLeast(7), target: .end(.qualified)),
      ])
    #expect(flow.questions[2].type == .choice([SlotChoice("red", synonyms: ["rot"]), SlotChoice("blue")]))
    #expect(flow.questions[3].answerKind == .open)
    #expect(flow.questions[4].slot == "other")
    #expect(flow.questions[4].next == .end(.callback))
    #expect(
      flow.objections == [
        FlowObjection(id: "o", triggers: ["oh no"], replies: ["Oh."], lastStraw: .incomplete)
      ])
  }

  @Test(
    "a mistake is named with its line and column",
    arguments: [
      ("", "a.yaml: is empty; an agent needs at least name, company and greeting"),
      ("# only a comment\n", "a.yaml: is empty; an agent needs at least name, company and greeting"),
      ("- a", "a.yaml:1:1: \"an agent\" must be a mapping of keys to values"),
      ("name: Joe\ncompany: A\n", "a.yaml:1:1: an agent needs the key \"greeting\""),
      ("name: Joe\ncompny: A\n", "a.yaml:2:1: unknown key \"compny\"; did you mean \"company\"?"),
      ("name: [a]\ncompany: A\ngreeting: B", "a.yaml:1:7: \"name\" must be a text"),
      ("name:\ncompany: A\ngreeting: B", "a.yaml:1:6: \"name\" must be a text"),
      (
        head + "idle: {silence_seconds: soon}",
        "a.yaml:4:25: \"silence_seconds\" must be a number from 1.0 to 120.0"
      ),
      (
        head + "max_duration_seconds: 5",
        "a.yaml:4:23: \"5\" is no value for \"max_duration_seconds\"; expected a whole number from 10 to 7200"
      ),
      (
        head + "redact: [card, emial]",
        "a.yaml:4:16: \"emial\" is no value for \"redact\"; expected card, ssn, email, phone; did you mean \"email\"?"
      ),
      (head + "redact: [card, card]", "a.yaml:4:16: the rule \"card\" appears twice"),
      (
        head + "utc_offset: 5",
        "a.yaml:4:13: \"5\" is no value for \"utc_offset\"; expected an offset such as \"-05:00\", in quotes"
      ),
      (
        head + "language: tlh",
        "a.yaml:4:11: \"tlh\" is no value for \"language\"; expected en, en-US, en-GB, …"
      ),
      (
        head + "lines: {hello: \"I am {agnt}\"}",
        "a.yaml:4:16: no slot fills the placeholder \"{agnt}\"; did you mean \"agent\"?"
      ),
      (
        head + "lexicon: {HVAC: \"*\"}",
        "a.yaml:4:17: \"*\" is no value for \"HVAC\"; expected one to eight written words and a respelling in letters, such as \"H vac\""
      ),
      (head + "lexicon:\n  Xi: she\n  xi: shy", "a.yaml:6:3: the lexicon entry \"xi\" appears twice"),
      (head + "lexicon: {HVAC: }", "a.yaml:4:17: \"HVAC\" must be a text"),
      (
        head + "flow:\n  questions: []",
        "a.yaml:5:14: \"questions\" must be a list with at least one main question"
      ),
      (
        head + "flow:\n  questions:\n  - id: a\n    promt: B?\n    type: text",
        "a.yaml:7:5: unknown key \"promt\"; did you mean \"prompt\"?"
      ),
      (
        head + "flow:\n  questions:\n  - {id: a, prompt: A?}", "a.yaml:6:5: a question needs the key \"type\""
      ),
      (
        head + "flow:\n  questions:\n  - {id: a, prompt: A?, type: mony}",
        "a.yaml:6:31: \"mony\" is no value for \"type\"; expected text, number, money, choice, yes_no, date_time; did you mean \"money\"?"
      ),
      (
        head
          + "flow:\n  questions:\n  - {id: a, prompt: A?, type: text, goto: bb}\n  - {id: b, prompt: B?, type: text}",
        "a.yaml:6:43: no question has the id \"bb\"; did you mean \"b\"?"
      ),
      (
        head
          + "flow:\n  questions:\n  - {id: a, prompt: A?, type: text}\n  - {id: a, prompt: B?, type: text}",
        "a.yaml:7:5: the question \"a\" appears twice"
      ),
      (
        head
          + "flow:\n  questions:\n  - {id: a, prompt: A?, type: text, slot: s}\n  - {id: b, prompt: B?, type: text, slot: s}",
        "a.yaml:7:5: the slot \"s\" appears twice"
      ),
      (
        head
          + "flow:\n  questions:\n  - {id: a, prompt: A?, type: yes_no, branches: [{when: nope, end: callback}]}",
        "a.yaml:6:57: \"nope\" is no value for \"when\"; expected yes, no"
      ),
      (
        head + "flow:\n  questions:\n  - {id: a, prompt: A?, type: yes_no, end: qualifed}",
        "a.yaml:6:44: \"qualifed\" is no value for \"end\"; expected qualified, not_interested, callback, do_not_call, no_answer, incomplete; did you mean \"qualified\"?"
      ),
      (
        head + "flow:\n  questions:\n  - {id: a, prompt: A?, type: choice}",
        "a.yaml:6:5: a question needs the key \"choices\""
      ),
      (
        head + "flow:\n  questions:\n  - {id: a, prompt: A?, type: text, required: perhaps}",
        "a.yaml:6:47: \"required\" must be true or false"
      ),
      (
        head + "flow:\n  questions:\n  - {id: \"A B\", prompt: A?, type: text}",
        "a.yaml:6:10: \"A B\" is no value for \"id\"; expected a name of small letters, digits and _"
      ),
    ])
  func mistakes(yaml: String, description: String) {
    #expect(Self.problem(yaml) == description)
  }

  @Test(
    "broken YAML is named with its place",
    arguments: ["name: \"Joe", "a: b: c", "\tname: x", "a: [1, 2", "a: *nowhere", "%", "a: 1\na: 2"])
  func broken(yaml: String) throws {
    let problem = try #require(Self.problem(yaml))
    #expect(problem.hasPrefix("a.yaml:1:") || problem.hasPrefix("a.yaml:2:"), "\(problem)")
  }

  @Test("deep nesting and binary rubbish are errors, not crashes")
  func hostile() {
    #expect(Self.problem(String(repeating: "[", count: 100_000)) != nil)
    #expect(Self.problem(String(repeating: "- ", count: 50_000)) != nil)
    #expect(Self.problem(String(repeating: "{a: ", count: 900)) != nil)
    #expect(Self.problem("\u{1}\u{2}\u{0}") != nil)
    #expect(Self.problem("name: &a [*a]") != nil)
  }

  @Test("any cut of the fixture is read or refused, never a crash", arguments: 0..<40)
  func cut(step: Int) throws {
    let whole = try String(contentsOfFixture: "lead-qualification.yaml")
    let count = whole.utf8.count * step / 40
    _ = Self.problem(String(whole.prefix(count)))
    _ = Self.problem(String(whole.dropFirst(count)))
  }

  @Test("a file that is missing, a directory, too large or no text is refused by name")
  func unreadable() throws {
    func description(_ path: String) -> String {
      do throws(AgentFileError) {
        _ = try AgentFile.load(path)
        return ""
      } catch { return error.description }
    }
    #expect(description("/nowhere/a.yaml") == "/nowhere/a.yaml: cannot be read: no such file")
    #expect(description(Fixtures.agents) == "\(Fixtures.agents): cannot be read: it is a directory")
    try TemporaryFile.with(bytes: 10 << 20) { path in
      #expect(description(path) == "\(path): is too large: 10485760 bytes, at most 1048576 are read")
    }
    try TemporaryFile.with(bytes: 4, of: 0xFF) { path in
      #expect(description(path) == "\(path): is not UTF-8 text")
    }
  }
}
