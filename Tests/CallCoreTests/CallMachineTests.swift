import Audio
import Conversation
import Providers
import Testing
import TurnTaking

@testable import CallCore

@Suite("Call machine")
struct CallMachineTests {
  /// A call whose greeting has been heard to its end.
  private func greeted(configure: (inout CallSettings) -> Void = { _ in }) -> CallScript {
    let call = CallScript(configure: configure)
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    return call
  }

  @Test("the greeting's first message leaves at once and the rest stays ahead by the lead")
  func greeting() {
    let call = CallScript()
    call.feed(.answered)
    let first = call.log.first { if case .sendAudio = $0.effect { true } else { false } }
    #expect(first?.at == .zero)
    #expect(call.sentSamples >= 800)
    call.pass(.milliseconds(10))
    #expect(call.sentSamples <= 800 * 5)
    call.pass(.seconds(Int64(4)))
    #expect(call.agentTurns.map(\.heard) == ["Hello there. How can I help?"])
    #expect(call.agentTurns.first?.wasCut == false)
  }

  @Test("a mark follows every clause once its audio is wholly sent")
  func marks() {
    let call = greeted()
    let marks = call.effects.compactMap { effect -> Int? in
      if case .sendMark(_, let clause) = effect { clause } else { nil }
    }
    #expect(marks == [1, 2])
  }

  @Test("a caller's turn is answered once, and its reply is started before the turn is confirmed")
  func oneReply() {
    let call = greeted()
    call.callerSays("I need a new phone system")
    #expect(call.startedReplies.last == .callerSaid("I need a new phone system"))
    #expect(call.callerTurns.isEmpty)
    call.pass(.seconds(Int64(3)))
    #expect(call.callerTurns == ["I need a new phone system"])
    #expect(call.startedReplies.count == 2)
    #expect(call.agentTurns.last?.heard == "You said I need a new phone system.")
    #expect(call.timings.count == 1)
    #expect(call.timings.first?.wasSpeculative == true)
  }

  @Test("under load no reply is prepared before the turn is confirmed, and the turn is still answered once")
  func noSpeculation() {
    let call = greeted()
    call.feed(.loadChanged(.noSpeculation))
    call.callerSays("I need a new phone system")
    #expect(call.startedReplies.count == 1)
    #expect(call.shedWork == [.speculation])
    call.pass(.seconds(Int64(3)))
    #expect(call.startedReplies.count == 2)
    #expect(call.agentTurns.last?.heard == "You said I need a new phone system.")
    #expect(call.timings.first?.wasSpeculative == false)
  }

  @Test(
    "under more load partials are shown to nobody, and still stop the agent", arguments: LoadLevel.allCases)
  func noPartials(load: LoadLevel) {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.milliseconds(500))
    call.feed(.loadChanged(load))
    call.feed(.speechStarted(at: call.now))
    call.feed(.recogniser(.partial(utterance: call.currentUtterance, text: "wait a moment please")))
    #expect(call.agentTurns.last?.wasCut == true)
    let shown = call.effects.contains {
      if case .observe(.callerPartial) = $0 { true } else { false }
    }
    #expect(shown == (load < .noPartials))
    #expect(call.shedWork.contains(.partial) == (load >= .noPartials))
  }

  @Test("voice to voice counts from the end of speech in the audio and holds the endpointing wait")
  func timing() throws {
    let call = greeted { $0.endpointing = .init(fixed: .milliseconds(200)) }
    call.callerSays("yes please")
    call.pass(.seconds(Int64(1)))
    let timing = try #require(call.timings.first)
    #expect(timing.voiceToVoice >= .milliseconds(200))
    #expect(timing.voiceToVoice <= .milliseconds(241))
    #expect(timing.endpointing <= timing.voiceToVoice)
  }

  @Test("a caller who pauses in mid-sentence is not answered until the whole is said")
  func pauseInSentence() {
    let call = greeted()
    call.callerSays("we are looking to")
    call.pass(.milliseconds(900))
    #expect(call.callerTurns.isEmpty)
    call.callerSays("we are looking to replace our phone system")
    call.pass(.seconds(Int64(3)))
    #expect(call.callerTurns == ["we are looking to replace our phone system"])
    #expect(call.agentTurns.count == 2)
  }

  @Test("a caller who goes on after a speculative reply began hears only the reply to the whole")
  func speculationWithdrawn() {
    let call = greeted()
    call.callerSays("I need help")
    call.pass(.milliseconds(60))
    call.callerSays("I need help with billing")
    call.pass(.seconds(Int64(3)))
    #expect(call.agentTurns.count == 2)
    #expect(call.agentTurns.last?.heard == "You said I need help with billing.")
  }

  @Test("an interruption clears the carrier at once and keeps only what was heard")
  func bargeIn() {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.milliseconds(500))
    call.recognised = "wait a moment please"
    call.feed(.speechStarted(at: call.now))
    #expect(call.clears == 1)
    call.pass(.milliseconds(600))
    call.feed(.speechEnded(at: call.now))
    call.pass(.seconds(Int64(4)))
    #expect(call.clears == 1)
    #expect(call.agentTurns.first?.wasCut == true)
    let heard = call.agentTurns.first?.heard ?? "?"
    #expect("Hello there. How can I help?".hasPrefix(heard))
    #expect(heard.count < "Hello there. How can I help?".count)
    #expect(call.machine.dialogue.utterances.first?.wasCut == true)
    #expect(call.callerTurns == ["wait a moment please"])
  }

  @Test("no audio is sent between a clear and the decision", arguments: ["uh-huh", "okay", ""])
  func falseAlarm(text: String) {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.milliseconds(400))
    let before = call.sentSamples
    call.recognised = text.isEmpty ? "" : text
    call.feed(.speechStarted(at: call.now))
    call.pass(.milliseconds(300))
    #expect(call.sentSamples == before)
    call.feed(.speechEnded(at: call.now))
    if text.isEmpty { call.feed(.recogniser(.final(utterance: 1, flush: 1, text: ""))) }
    call.pass(.seconds(Int64(4)))
    #expect(call.agentTurns.map(\.heard) == ["Hello there. How can I help?"])
    #expect(call.agentTurns.first?.wasCut == false)
    #expect(call.callerTurns.isEmpty)
    // The samples that were cleared unheard are sent again, and nothing else.
    let again = call.sentSamples - call.machine.playout.sent
    #expect(again > 0 && again <= 8_000 * 4 / 10)
  }

  @Test("marks of an epoch that was cleared do not count as heard")
  func staleMarks() {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.milliseconds(700))
    call.recognised = "stop there now"
    call.feed(.speechStarted(at: call.now))
    call.feed(.markReturned(epoch: 1, clause: 1))
    call.feed(.markReturned(epoch: 1, clause: 2))
    call.pass(.milliseconds(400))
    call.feed(.speechEnded(at: call.now))
    call.pass(.seconds(Int64(1)))
    #expect(call.agentTurns.first?.heard != "Hello there. How can I help?")
  }

  @Test("a silent caller is asked twice and then let go")
  func silenceLadder() {
    let call = greeted()
    call.pass(.seconds(Int64(60)))
    #expect(
      call.startedReplies.dropFirst() == [
        .callerSilent(times: 1), .callerSilent(times: 2), .callerSilent(times: 3),
      ])
    #expect(call.endReason == .agentEnded("no_answer"))
  }

  @Test("a goodbye is heard to its end before the line closes")
  func goodbyeIsHeard() throws {
    let call = greeted()
    call.answer = { _ in [.text("Thanks, goodbye."), .endCall(reason: "qualified"), .finished] }
    call.callerSays("that is all")
    call.pass(.seconds(Int64(5)))
    #expect(call.endReason == .agentEnded("qualified"))
    let lastAudio = try #require(call.log.last { if case .sendAudio = $0.effect { true } else { false } }).at
    let end = try #require(call.log.last).at
    #expect(end - lastAudio >= .milliseconds(300))
    #expect(call.agentTurns.last?.heard == "Thanks, goodbye.")
  }

  @Test(
    "whatever ends a call, what both sides had said by then is recorded",
    arguments: [CallEvent.hungUp, .connectionLost, .shutdown, .outboundStalled])
  func endings(event: CallEvent) {
    let call = greeted()
    call.callerSays("I was about to say")
    call.feed(event)
    #expect(call.endReason != nil)
    #expect(call.callerTurns == ["I was about to say"])
    guard case .ended = call.records.last?.body else { return #expect(Bool(false), "no ended record") }
    let count = call.log.count
    call.feed(.speechStarted(at: call.now))
    call.feed(.hungUp)
    #expect(call.log.count == count)
  }

  @Test("a caller whose audio stops coming is let go")
  func mediaTimeout() {
    let call = greeted()
    call.pass(.seconds(Int64(20)), withMedia: false)
    #expect(call.endReason == .mediaTimeout)
  }

  @Test("a call reaches its longest duration and ends")
  func maxDuration() {
    var agent = CallScript.agent()
    agent.maxDurationSeconds = 5
    let call = CallScript(agent: agent)
    call.feed(.answered)
    call.pass(.seconds(Int64(10)))
    #expect(call.endReason == .maxDuration)
  }

  @Test("a reply that fails is followed by an apology, a second failure by the end of the call")
  func replyFails() {
    let call = greeted()
    call.answer = { _ in [.failed(.failed("no route"))] }
    call.callerSays("hello agent how are you")
    call.pass(.seconds(Int64(1)))
    #expect(call.endReason == nil)
    let spoken = call.effects.compactMap {
      if case .startSynthesis(_, let text) = $0 { text } else { nil }
    }
    // In the pieces that a cache was filled with.
    #expect(spoken.suffix(2) == SentenceCutter.sentences(of: CallScript.agent().lines.trouble).suffix(2))
    #expect(Set(spoken.suffix(2)).isSubset(of: CallScript.agent().lastResorts))
    call.pass(.seconds(Int64(3)))
    call.callerSays("are you still there my friend")
    call.pass(.seconds(Int64(2)))
    #expect(call.endReason == .providerFailed("failed: no route"))
  }

  @Test("a recogniser that never answers a flush does not leave the call stuck")
  func recogniserSilent() {
    let call = greeted()
    call.callerSays("")
    call.feed(.recogniser(.partial(utterance: 1, text: "I want a quote")))
    call.pass(.seconds(Int64(6)))
    #expect(call.callerTurns == ["I want a quote"])
  }

  @Test("keyed digits are a turn of their own once no more come")
  func digits() {
    let call = greeted()
    for digit in "1234" { call.feed(.digit(digit)) }
    call.pass(.seconds(Int64(3)))
    #expect(call.callerTurns == ["1234"])
  }

  @Test("records are numbered from one without gaps")
  func sequence() {
    let call = greeted()
    call.callerSays("one thing")
    call.pass(.seconds(Int64(2)))
    call.feed(.hungUp)
    #expect(call.records.map(\.sequence) == Array(1...call.records.count))
  }

  @Test("any events in any order keep the invariants", arguments: 0..<100)
  func anyEvents(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let call = CallScript()
    if random.next() % 8 != 0 { call.feed(.answered) }
    for _ in 0..<120 where call.endReason == nil {
      call.recognised =
        ["", "yes", "uh-huh", "I want to know the price", "we are looking to"][Int(random.next() % 5)]
      call.feed(Self.event(&random, call))
      call.pass(.milliseconds(Int64(random.next() % 700)))
    }
    checkInvariants(call, seed: seed)
  }

  private static func event(_ random: inout SplitMix64, _ call: CallScript) -> CallEvent {
    let small = Int(random.next() % 6)
    switch random.next() % 40 {
    case 0..<12: return .speechStarted(at: call.now)
    case 12..<24: return .speechEnded(at: call.now)
    case 24, 25: return .recogniser(.partial(utterance: call.currentUtterance, text: "so I was thinking"))
    case 26: return .recogniser(.final(utterance: call.currentUtterance, flush: small, text: "fine"))
    case 27: return .recogniser(.failed(.failed("gone")))
    case 28: return .reply(generation: small, .text("Stale words here."))
    case 29: return .reply(generation: call.startedReplies.count, .finished)
    case 30: return .synthesis(clause: small, .audio([1, 2, 3]))
    case 31: return .synthesis(clause: small, .failed(.failed("voice")))
    case 32, 33: return .markReturned(epoch: small, clause: small)
    case 34: return .digit("5")
    case 35: return .streamReplaced
    case 36: return .answered
    case 37: return random.next() % 10 == 0 ? .hungUp : .deadline
    default: return .deadline
    }
  }

  private func checkInvariants(_ call: CallScript, seed: UInt64) {
    #expect(
      call.records.map(\.sequence)
        == Array(1...max(1, call.records.count)).prefix(call.records.count).map { $0 }, "seed \(seed)")
    let ends = call.effects.count { if case .end = $0 { true } else { false } }
    #expect(ends <= 1, "seed \(seed)")
    if ends == 1 {
      guard case .end = call.effects.last else {
        return #expect(Bool(false), "effects after the end, seed \(seed)")
      }
    } else {
      // No state without a timer out of it.
      #expect(call.machine.nextDeadline < .distantFuture || call.records.isEmpty, "seed \(seed)")
    }
    // What the dialogue holds of the agent is a part of what it meant to say.
    for record in call.records {
      if case .agentTurn(let text, let heard, let wasCut, let start, let end) = record.body {
        #expect(text.hasPrefix(heard) && (wasCut == (text != heard)) && start <= end, "seed \(seed)")
      }
    }
  }
}

struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
