import Audio
import CallCore
import Conversation
import Providers
import Testing

/// What `callsim --virtual` found, each as the shortest call that shows it.
@Suite("What virtual calls found")
struct VirtualFindingsTests {
  /// An answered call whose providers say only what the test says.
  private func silent(configure: (inout CallSettings) -> Void = { _ in }) -> CallScript {
    let call = CallScript(configure: configure)
    call.answer = nil
    call.feed(.answered)
    return call
  }

  private func samples(_ milliseconds: Int64) -> [Int16] {
    [Int16](repeating: 7, count: MediaTime.milliseconds(milliseconds).samples(rate: CallScript.rate))
  }

  private func kinds(_ call: CallScript) -> [String] {
    call.records.compactMap { record in
      switch record.body {
      case .event(let kind, _): kind
      case .callerTurn: "caller"
      case .agentTurn: "agent"
      default: nil
      }
    }
  }

  @Test("messages that are due at one moment carry the audio one after the other")
  func messagesOfOneMoment() {
    var machine = CallMachine(settings: CallSettings(sampleRate: 8_000), agent: CallScript.agent())
    var effects: [CallEffect] = []
    machine.handle(.answered, at: .zero, into: &effects)
    machine.handle(.reply(generation: 1, .text("Hello there.")), at: .zero, into: &effects)
    machine.handle(.reply(generation: 1, .finished), at: .zero, into: &effects)
    effects.removeAll()
    let ramp = (0..<8_000).map { Int16($0) }
    machine.handle(.synthesis(clause: 1, .audio(ramp)), at: .zero, into: &effects)
    var sent: [Int16] = []
    for case .sendAudio(let count) in effects {
      var message = [Int16](repeating: -1, count: count)
      var span = message.mutableSpan
      machine.copySentAudio(count, into: &span)
      sent += message
    }
    #expect(sent.count >= 2_400)
    #expect(sent == Array(ramp.prefix(sent.count)))
  }

  @Test("less than a packet that waits for more asks for no deadline that has passed", arguments: [1, 19])
  func scraps(milliseconds: Int64) {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. ")))
    call.feed(.synthesis(clause: 1, .audio(samples(milliseconds))))
    #expect(call.machine.nextDeadline > call.now)
  }

  @Test("a reply that stops coming in the middle is given up after the patience", arguments: [true, false])
  func stalledMidway(synthesiser: Bool) {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. ")))
    call.feed(.synthesis(clause: 1, .audio(samples(400))))
    if !synthesiser { call.feed(.synthesis(clause: 1, .finished)) }
    call.pass(.milliseconds(5_300))
    #expect(!kinds(call).contains("reply_failed"))
    call.pass(.milliseconds(200))
    #expect(kinds(call).contains("reply_failed"))
    #expect(call.agentTurns.count == 1)
  }

  @Test("what a failed reply has sent ahead is cleared before the apology")
  func failureClears() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. ")))
    call.feed(.synthesis(clause: 1, .audio(samples(800))))
    let before = call.clears
    call.feed(.synthesis(clause: 1, .failed(.failed("cut off"))))
    #expect(call.clears == before + 1)
  }

  @Test("of a clause that is still being synthesised no more is claimed than was sent")
  func unfinishedClause() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("We have a good many things to tell you. ")))
    // An eighth of the clause, all of it played.
    call.feed(.synthesis(clause: 1, .audio(samples(400))))
    call.pass(.milliseconds(600))
    call.feed(.hungUp)
    #expect(call.agentTurns.map(\.heard) == ["We"])
    #expect(call.agentTurns.first?.wasCut == true)
  }

  @Test("a clause without a sound is not heard")
  func soundless() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. Ok. ")))
    call.feed(.reply(generation: 1, .finished))
    call.feed(.synthesis(clause: 1, .audio(samples(300))))
    call.feed(.synthesis(clause: 1, .finished))
    call.feed(.synthesis(clause: 2, .finished))
    call.pass(.seconds(Int64(1)))
    #expect(call.agentTurns.map(\.heard) == ["Hello there."])
  }

  @Test("a reply without a word is a failure, unless the agent only listens", arguments: [true, false])
  func emptyReply(greets: Bool) {
    let call = CallScript { $0.greets = greets }
    call.answer = { request in
      if case .callerSaid = request.occasion { [.finished] } else { [.text("Hello."), .finished] }
    }
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    call.callerSays("I need a new phone system")
    call.pass(.seconds(Int64(3)))
    #expect(kinds(call).contains("reply_failed") == greets)
  }

  @Test("words that are answered again with what followed are shown to the model once")
  func answeredAgain() throws {
    let call = CallScript()
    call.answer = { request in
      if case .callerSaid = request.occasion { [] } else { [.text("Hello."), .finished] }
    }
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    call.callerSays("I need a new phone system")
    call.pass(.seconds(Int64(2)))
    #expect(call.callerTurns.count == 1)
    // Nothing of the reply was heard yet: the caller adds to it.
    call.callerSays("for all our offices")
    var requests: [ReplyRequest] = []
    for case .startReply(_, let request) in call.effects { requests.append(request) }
    let last = try #require(requests.last)
    #expect(last.occasion == .callerSaid("I need a new phone system for all our offices"))
    #expect(last.dialogue.utterances.map(\.speaker) == [.agent])
  }

  @Test("an agent that was speaking when the caller's turn began is recorded before it")
  func orderOfRecords() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. ")))
    call.feed(.synthesis(clause: 1, .audio(samples(400))))
    // The rest of the greeting is late, and the caller speaks into the gap.
    call.pass(.seconds(Int64(1)))
    call.callerSays("who is this please")
    call.feed(.recogniser(.final(utterance: 1, flush: 1, text: "who is this please")))
    call.pass(.seconds(Int64(2)))
    #expect(kinds(call).filter { $0 == "caller" || $0 == "agent" } == ["agent", "caller"])
  }

  @Test("a final that takes back what the first one said takes the prepared reply with it")
  func contradicted() {
    let call = CallScript()
    call.answer = { request in
      if case .callerSaid = request.occasion { [.text("Well, ")] } else { [.text("Hello."), .finished] }
    }
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    call.callerSays("I need a new phone system")
    call.feed(.recogniser(.final(utterance: 1, flush: 1, text: "")))
    let cancelled = call.effects.contains { if case .cancelReply = $0 { true } else { false } }
    #expect(cancelled)
    #expect(call.callerTurns.isEmpty)
  }

  @Test("no pause comes before the first sound of a reply")
  func pauseBeforeSound() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. Ok. ")))
    call.feed(.reply(generation: 1, .finished))
    call.feed(.synthesis(clause: 1, .finished))
    #expect(call.sentSamples == 0)
    call.feed(.synthesis(clause: 2, .audio(samples(300))))
    call.feed(.synthesis(clause: 2, .finished))
    call.pass(.seconds(Int64(1)))
    #expect(call.sentSamples == samples(300).count)
    #expect(call.agentTurns.map(\.heard) == ["Ok."])
  }

  @Test("a reply of which no clause has a sound is not on record as heard, and is a failure")
  func soundlessReply() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. Ok. ")))
    call.feed(.reply(generation: 1, .finished))
    call.feed(.synthesis(clause: 1, .finished))
    call.feed(.synthesis(clause: 2, .finished))
    call.pass(.seconds(Int64(1)))
    #expect(call.agentTurns.isEmpty)
    #expect(kinds(call).contains("reply_failed"))
  }

  @Test("a model that writes on does not keep the caller waiting for a voice that has stalled")
  func writesOn() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. ")))
    call.feed(.synthesis(clause: 1, .audio(samples(400))))
    for _ in 0..<7 {
      call.pass(.seconds(Int64(1)))
      call.feed(.reply(generation: 1, .text("And so on. ")))
    }
    #expect(kinds(call).contains("reply_failed"))
  }

  @Test("a new stream gains no time for a reply that has stalled")
  func newStreams() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. ")))
    call.feed(.synthesis(clause: 1, .audio(samples(400))))
    for _ in 0..<7 {
      call.pass(.seconds(Int64(1)))
      call.feed(.streamReplaced)
    }
    #expect(kinds(call).contains("reply_failed"))
  }

  @Test("a reply that goes on after a stall is not given up for the stall", arguments: [true, false])
  func goesOn(newStream: Bool) {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. ")))
    call.feed(.synthesis(clause: 1, .audio(samples(400))))
    call.pass(.seconds(Int64(4)))
    call.feed(.synthesis(clause: 1, .audio(samples(100))))
    if newStream { call.feed(.streamReplaced) }
    call.feed(.synthesis(clause: 1, .audio(samples(4_000))))
    call.pass(.seconds(Int64(4)))
    #expect(!kinds(call).contains("reply_failed"))
  }

  @Test("a clause without a sound for which comfort noise stood in is not heard")
  func soundlessStall() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello there. Ok. ")))
    call.feed(.reply(generation: 1, .finished))
    call.feed(.synthesis(clause: 1, .audio(samples(300))))
    call.feed(.synthesis(clause: 1, .finished))
    call.pass(.seconds(Int64(2)))
    call.feed(.synthesis(clause: 2, .finished))
    call.pass(.seconds(Int64(1)))
    #expect(call.agentTurns.map(\.heard) == ["Hello there."])
  }

  @Test("music that is found to be no words is listened to at once, for words may follow")
  func listensOn() {
    let call = silent()
    call.feed(.speechStarted(at: call.now))
    call.pass(.milliseconds(6_500))
    #expect(kinds(call).contains("sound"))
    #expect(call.currentUtterance == 2)
  }

  @Test("words before a line of the agent's own are not answered again with those behind it")
  func ownLineBetween() throws {
    var agent = CallScript.agent()
    agent.maxDurationSeconds = 6
    agent.limits.warningSeconds = 0
    let call = CallScript(agent: agent)
    call.answer = { request in
      if case .callerSaid = request.occasion { [] } else { [.text("Hello."), .finished] }
    }
    call.feed(.answered)
    call.pass(.seconds(Int64(2)))
    call.callerSays("I need a new phone system")
    call.pass(.seconds(Int64(1)))
    #expect(call.callerTurns.count == 1)
    // The reply is withdrawn unheard; before the turn is over the agent says its last words, which are heard in part.
    call.recognised = ""
    call.feed(.speechStarted(at: call.now))
    call.pass(.seconds(Int64(2)))
    call.feed(.synthesis(clause: 2, .audio(samples(2_000))))
    call.feed(.speechEnded(at: call.now))
    call.pass(.milliseconds(700))
    call.callerSays("for all our offices")
    call.pass(.seconds(Int64(2)))
    var requests: [ReplyRequest] = []
    for case .startReply(_, let request) in call.effects { requests.append(request) }
    let last = try #require(requests.last)
    #expect(last.occasion == .callerSaid("for all our offices"))
  }

  @Test("a caller whose sound outlasts the turn is listened to")
  func soundsOn() {
    let call = silent()
    call.feed(.reply(generation: 1, .text("Hello. ")))
    call.feed(.reply(generation: 1, .finished))
    call.feed(.synthesis(clause: 1, .audio(samples(300))))
    call.feed(.synthesis(clause: 1, .finished))
    call.pass(.seconds(Int64(1)))
    call.feed(.speechStarted(at: call.now))
    call.feed(.recogniser(.partial(utterance: 1, text: "tomorrow")))
    // Nothing new for so long that it is taken for sound; then words after all.
    call.pass(.milliseconds(6_500))
    #expect(kinds(call).contains("sound"))
    call.feed(.recogniser(.partial(utterance: 1, text: "tomorrow at")))
    call.feed(.recogniser(.final(utterance: 1, flush: 2, text: "tomorrow at")))
    call.pass(.seconds(Int64(3)))
    #expect(call.callerTurns == ["tomorrow at"])
    #expect(call.currentUtterance == 2)
  }

  @Test(
    "who has waited for a reply does not wait as long again for the last words", arguments: [true, false])
  func lastWordsStall(spoken: Bool) {
    let call = silent()
    if spoken {
      call.feed(.reply(generation: 1, .text("Hello there. ")))
      call.feed(.synthesis(clause: 1, .audio(samples(400))))
    }
    call.pass(.seconds(Int64(4)))
    call.feed(.budget(isSpent: true))
    call.pass(.milliseconds(500))
    #expect(!kinds(call).contains("reply_failed"))
    call.pass(.milliseconds(1_000))
    #expect(kinds(call).contains("reply_failed"))
  }

  @Test("an end of speech that nothing began does not put off the question whether anyone is there")
  func strayEnds() {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    call.feed(.speechStarted(at: call.now))
    call.pass(.milliseconds(6_500))
    #expect(kinds(call).contains("sound"))
    call.feed(.speechEnded(at: call.now))
    call.feed(.recogniser(.final(utterance: call.currentUtterance, flush: 1, text: "")))
    let ended = call.now
    while call.startedReplies.count == 1, call.now - ended < .seconds(Int64(30)) {
      call.pass(.seconds(Int64(1)))
      call.feed(.speechEnded(at: call.now))
    }
    #expect(call.startedReplies.last == .callerSilent(times: 1))
    #expect(call.now - ended <= .seconds(call.machine.agent.idle.silenceSeconds + 1))
  }
}
