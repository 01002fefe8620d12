import Audio
import Conversation
import Providers
import Testing

@testable import CallCore

/// What happens around the turns: keys, silence, the longest call, slow replies, music.
@Suite("Around the turn")
struct AroundTests {
  private static func agent(sensitive: Bool = false) -> AgentDefinition {
    var question = FlowQuestion(id: "card", prompt: "Your card number?", slot: "card", type: .freeText)
    question.isSensitive = sensitive
    var agent = CallScript.agent()
    agent.flow = ScriptedFlow(questions: [question], objections: [], maxTurns: 50)
    return agent
  }

  private func greeted(
    _ agent: AgentDefinition = CallScript.agent(), configure: (inout CallSettings) -> Void = { _ in }
  ) -> CallScript {
    let call = CallScript(agent: agent, configure: configure)
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    return call
  }

  private func events(_ kind: String, of call: CallScript) -> [String] {
    call.records.compactMap { record in
      if case .event(kind, let detail) = record.body { detail } else { nil }
    }
  }

  // MARK: Keys

  @Test("keys pressed while the caller speaks belong to that turn")
  func keysWithTurn() {
    let call = greeted()
    call.recognised = "my number is"
    call.feed(.speechStarted(at: call.now))
    call.pass(.milliseconds(500))
    for key in "42" { call.feed(.digit(key)) }
    call.pass(.seconds(Int64(2)))
    call.feed(.speechEnded(at: call.now))
    call.pass(.seconds(Int64(4)))
    #expect(call.callerTurns == ["my number is 42"])
  }

  @Test("keys pressed during a cough are a turn of their own")
  func keysWithCough() {
    let call = greeted()
    call.feed(.speechStarted(at: call.now))
    for key in "42" { call.feed(.digit(key)) }
    call.pass(.seconds(Int64(2)))
    call.feed(.speechEnded(at: call.now))
    call.feed(.recogniser(.final(utterance: call.currentUtterance, flush: 1, text: "")))
    call.pass(.seconds(Int64(3)))
    #expect(call.callerTurns == ["42"])
  }

  @Test(
    "what answers a sensitive question is masked everywhere but in the dialogue", arguments: [true, false])
  func sensitive(isSensitive: Bool) {
    let call = greeted(Self.agent(sensitive: isSensitive))
    var state = FlowState()
    state.question = "card"
    call.answer = { [state] request in
      guard case .callerSaid(let text) = request.occasion else { return [.finished] }
      var filled = state
      filled.slots = [SlotValue(slot: "card", raw: text, value: .text(text))]
      return [.flow(filled), .text("I have \(text)."), .finished]
    }
    // The first turn puts the flow where it asks.
    call.callerSays("hello to you")
    call.pass(.seconds(Int64(4)))
    for key in "4111" { call.feed(.digit(key)) }
    call.pass(.seconds(Int64(5)))
    call.feed(.hungUp)
    let shown = call.effects.filter { effect in
      switch effect {
      case .record, .observe: "\(effect)".contains("4111")
      default: false
      }
    }
    #expect(shown.isEmpty == isSensitive)
    #expect(call.machine.dialogue.utterances.contains { $0.text.contains("4111") })
    if isSensitive { #expect(events("dtmf", of: call) == [String](repeating: SensitiveText.mask, count: 4)) }
  }

  @Test("a reply's keys are sent as tones, in their place among its words")
  func keysOut() {
    let call = greeted()
    let carrier = ScriptCarrier()
    call.carrier = carrier
    call.answer = { _ in [.text("One moment. "), .digits("12"), .text("Done."), .finished] }
    call.callerSays("press one two please")
    call.pass(.seconds(Int64(6)))
    carrier.play(until: call.now)
    let tone = DualTone.samples(of: "12", sampleRate: CallScript.rate)
    let heard = carrier.heardSamples
    let start = heard.firstIndex { $0 > 5_000 }.map { max(0, $0 - 200) } ?? 0
    #expect(heard[start...].windows(of: 200).contains { $0.elementsEqual(tone[200..<400]) })
    #expect(call.agentTurns.last?.heard == "One moment. Done.")
  }

  // MARK: Silence

  @Test("a caller who asks for a moment is given it")
  func wait() {
    let call = greeted()
    call.callerSays("hold on one moment please")
    call.pass(.seconds(Int64(25)))
    #expect(call.startedReplies.last == .callerSaid("hold on one moment please"))
    call.pass(.seconds(Int64(25)))
    #expect(call.startedReplies.last == .callerSilent(times: 1))
  }

  @Test("a model that never ends the ladder does not keep the line open")
  func endlessLadder() {
    let call = greeted()
    call.answer = { _ in [.text("Are you there?"), .finished] }
    call.pass(.seconds(Int64(90)))
    #expect(call.endReason == .callerSilent)
  }

  @Test("music with no words interrupts nobody, and nobody is asked whether they are there while it plays")
  func music() {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.milliseconds(400))
    call.recognised = ""
    call.feed(.speechStarted(at: call.now))
    call.pass(.seconds(Int64(2)))
    // It may still be the caller: the agent waits.
    #expect(call.agentTurns.isEmpty)
    call.pass(.seconds(Int64(12)))
    #expect(call.agentTurns.map(\.heard) == ["Hello there. How can I help?"])
    #expect(events("sound", of: call) == ["no words"])
    call.pass(.seconds(Int64(100)))
    #expect(call.startedReplies.count == 1)
    // Someone comes back.
    call.feed(.recogniser(.partial(utterance: call.currentUtterance, text: "hello I am back now")))
    call.recognised = "hello I am back now"
    call.feed(.speechEnded(at: call.now))
    call.pass(.seconds(Int64(5)))
    #expect(call.callerTurns == ["hello I am back now"])
    #expect(call.agentTurns.last?.heard == "You said hello I am back now.")
  }

  @Test("music that never ends is not listened to for ever")
  func endlessMusic() {
    let call = greeted()
    call.feed(.speechStarted(at: call.now))
    call.pass(.seconds(Int64(540)))
    #expect(call.startedReplies.count >= 2)
  }

  @Test("a turn that ends in noise is answered although the line is not silent")
  func noiseBehindWords() {
    let call = greeted()
    call.recognised = "I would like a quote"
    call.feed(.speechStarted(at: call.now))
    call.feed(.recogniser(.partial(utterance: call.currentUtterance, text: "I would like a quote")))
    call.pass(.seconds(Int64(14)))
    #expect(call.callerTurns == ["I would like a quote"])
    #expect(call.agentTurns.last?.heard == "You said I would like a quote.")
  }

  @Test("a caller who talks on is not taken for music, though the recogniser gives no partials")
  func longTalk() {
    let call = greeted()
    call.feed(.speechStarted(at: call.now))
    for part in 1...10 {
      call.recognised = [String](repeating: "and then", count: part).joined(separator: " ")
      call.pass(.seconds(Int64(3)))
    }
    #expect(events("sound", of: call).isEmpty)
    #expect(call.callerTurns.isEmpty)
  }

  // MARK: Time

  @Test("a call that nears its longest duration is warned and says goodbye")
  func warning() {
    var agent = CallScript.agent()
    agent.maxDurationSeconds = 100
    let call = greeted(agent)
    for _ in 0..<40 where call.endReason == nil {
      call.callerSays("and another thing about it")
      call.pass(.seconds(Int64(3)))
    }
    #expect(call.endReason == .maxDuration)
    #expect(events("duration_warning", of: call).count == 1)
    let goodbye = "\(agent.lines.timeUp) \(agent.lines.goodbye(for: .incomplete))"
    #expect(call.agentTurns.contains { $0.heard == goodbye } || call.now > .seconds(Int64(111)))
    #expect(call.now <= .seconds(Int64(120)))
  }

  @Test("a reply without a word by the given time is bridged, once, and then given")
  func filler() {
    let call = greeted { $0.fillerDelay = .milliseconds(900) }
    call.answer = { _ in [] }
    call.callerSays("how much is it")
    call.pass(.seconds(Int64(2)))
    #expect(events("filler", of: call) == ["Let me see."])
    let generation = call.startedReplies.count
    call.answer = { _ in [.finished] }
    call.feed(.reply(generation: generation, .text("It is ten dollars.")))
    call.feed(.reply(generation: generation, .finished))
    call.pass(.seconds(Int64(4)))
    #expect(call.agentTurns.last?.heard == "Let me see. It is ten dollars.")
    #expect(events("filler", of: call).count == 1)
  }

  @Test("a reply that stops in mid-sentence is given up, and the caller told")
  func stall() {
    let call = greeted()
    call.keepsClausesOpen = true
    call.callerSays("how much is it")
    call.pass(.milliseconds(600))
    call.feed(.synthesis(clause: 3, .audio([Int16](repeating: 100, count: 4_000))))
    call.keepsClausesOpen = false
    call.pass(.seconds(Int64(9)))
    #expect(events("reply_failed", of: call).count == 1)
    #expect(call.agentTurns.last?.heard == CallScript.agent().lines.trouble)
    #expect(call.machine.playout.underruns > 0)
  }

  @Test("a goodbye's mark closes the line; without one the clock does", arguments: [true, false])
  func goodbye(marks: Bool) throws {
    let call = CallScript()
    call.carrier = ScriptCarrier(.init(lostMarks: marks ? 0 : 1))
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    call.answer = { _ in [.text("Goodbye."), .endCall(reason: "qualified"), .finished] }
    call.callerSays("that is all for today")
    call.pass(.seconds(Int64(6)))
    #expect(call.endReason == .agentEnded("qualified"))
    let lastAudio = try #require(call.log.last { if case .sendAudio = $0.effect { true } else { false } }).at
    let end = try #require(call.log.last).at
    #expect((end - lastAudio < .milliseconds(500)) == marks)
  }

  // MARK: Speculation

  @Test("a caller whose pauses make every guess wrong is not guessed at for a while")
  func speculationBudget() {
    let call = greeted()
    for _ in 0..<8 {
      call.callerSays("I was going to say that")
      call.pass(.milliseconds(40))
      call.callerSays("I was going to say that and more of it")
      call.pass(.milliseconds(40))
    }
    let counts = call.machine.speculation
    #expect(counts.wasted >= 4 && counts.paused > 0)
    #expect(counts.started < 12)
  }

  @Test("a carrier's clock that runs fast or slow is followed", arguments: [-100, -40, 0, 40, 100])
  func drift(ppm: Int64) {
    let call = greeted()
    var random = SplitMix64(seed: 3)
    var machine = CallMachine(settings: CallSettings(sampleRate: 8_000), agent: call.machine.agent)
    var effects: [CallEffect] = []
    machine.handle(.answered, at: .zero, into: &effects)
    var worst = MediaTime.zero
    for frame in 1...180_000 as ClosedRange<Int64> {
      let position = MediaTime.milliseconds(frame * 20)
      let trueTime = MediaTime(nanoseconds: position.nanoseconds - position.nanoseconds / 1_000_000 * ppm)
      machine.advanceMedia(to: position, at: trueTime + .microseconds(Int64(random.next() % 30_000)))
      if frame > 1_000 { worst = max(worst, machine.callTime(of: position) - trueTime) }
    }
    #expect(worst < .milliseconds(10))
    #expect(abs(machine.clockDriftPPM - Int(ppm)) <= 3)
  }
}

extension ArraySlice<Int16> {
  fileprivate func windows(of count: Int) -> some Sequence<ArraySlice<Int16>> {
    (startIndex..<Swift.max(startIndex, endIndex - count)).lazy.map { self[$0..<$0 + count] }
  }
}
