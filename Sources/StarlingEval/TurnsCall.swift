import Audio
import CallCore
import Conversation
import Providers
import SileroVAD
import TurnTaking

/// One call in virtual time: a caller's line, the engine's voice activity, the real recogniser and the call machine.
///
/// A frame of 20 ms comes when its last sample has been spoken; deadlines and answers come between frames at their own
/// times. Model and voice of the agent are simulated: fixed delays, and lines spoken beforehand.
final class TurnsCall {
  private struct Due {
    var at: MediaTime
    var order: Int
    var event: CallEvent
  }

  private let dialogue: TurnsDialogue
  private let background: TurnsBackground
  private let lines: [String: [Int16]]
  private let trace: TurnsTrace?
  private var machine: CallMachine
  private var detector = VoiceActivityDetector()
  private var watch = EchoWatch(sampleRate: WERTrack.rate)
  private var memory = SileroState()
  private var batch: SileroBatch
  private var listening: TurnsListening
  private var caller: TurnsCaller
  /// All that the engine received.
  private var line: [Int16] = []
  private var feed: [Int16] = []
  private var isFeeding = false
  /// What the carrier plays to the caller.
  private var agentTrack: [Int16] = []
  private var agentEnd = 0
  private var due: [Due] = []
  private var scheduled = 0
  private var lastAnswer = MediaTime.zero
  private var effects: [CallEffect] = []

  static let modelDelay = MediaTime.milliseconds(250)
  static let voiceDelay = MediaTime.milliseconds(80)

  init(
    _ dialogue: TurnsDialogue, background: TurnsBackground, lines: [String: [Int16]],
    recogniser: TurnsRecogniser, vad: SileroModel, endpointing: EndpointingPolicy, trace: TurnsTrace?
  ) throws {
    self.dialogue = dialogue
    self.background = background
    self.lines = lines
    self.trace = trace
    var settings = CallSettings(sampleRate: WERTrack.rate)
    settings.endpointing = endpointing
    machine = CallMachine(settings: settings, agent: Self.agent)
    batch = try SileroBatch(model: vad, capacity: 1)
    listening = TurnsListening(recogniser)
    caller = TurnsCaller(dialogue)
  }

  /// One question for each kind of answer; which is asked is the dialogue's to say.
  private static var agent: AgentDefinition {
    let questions = AnswerKind.allCases.map { kind in
      var question = FlowQuestion(id: kind.rawValue, prompt: "", slot: kind.rawValue, type: .freeText)
      question.expects = kind
      return question
    }
    var agent = AgentDefinition(
      name: "Eval", company: "Starling", greeting: "", flow: ScriptedFlow(questions: questions))
    agent.maxDurationSeconds = 3_600
    return agent
  }

  /// Holds the call to its end.
  func run() throws -> TurnsResults {
    try feedMachine(.answered, at: .zero)
    while !caller.isDone, line.count < 8_000 * 600 {
      let now = MediaTime.samples(line.count + 160, rate: WERTrack.rate)
      try passTime(until: now)
      addFrame()
      machine.advanceMedia(to: now, at: now)
      if let finding = watch.look() { try heard(finding, at: now) }
      if isFeeding {
        feed += line[(line.count - 160)...]
        if feed.count >= 800 { try passOnFeed(at: now) }
      }
      try listen(at: now)
      try feedMachine(.deadline, at: now)
    }
    trace?.finish()
    caller.hangUp(at: line.count)
    return caller.results
  }

  // MARK: Time

  /// Feeds everything that is due before `limit`, in order of its time.
  private func passTime(until limit: MediaTime) throws {
    while true {
      let next = due.indices.min { (due[$0].at, due[$0].order) < (due[$1].at, due[$1].order) }
      let deadline = machine.nextDeadline
      if let next, due[next].at <= limit, due[next].at <= deadline {
        let event = due.remove(at: next)
        try feedMachine(event.event, at: event.at)
      } else if deadline <= limit {
        // A deadline that has passed already is met at the frame that shows it.
        let now = max(deadline, MediaTime.samples(line.count, rate: WERTrack.rate))
        try feedMachine(.deadline, at: now)
        if machine.nextDeadline <= now { return }
      } else {
        return
      }
    }
  }

  private func schedule(_ event: CallEvent, at time: MediaTime) {
    scheduled += 1
    due.append(Due(at: time, order: scheduled, event: event))
  }

  // MARK: The line

  private func addFrame() {
    let position = line.count
    let speech = caller.frame(at: position)
    // The background starts again with each sound of the caller: the same words get the same noise whenever they come.
    let anchor = 80_000 + position - caller.soundStart
    let echo = dialogue.condition == .echo ? TurnsMath.factor(decibels: -TurnsCondition.echoLoss) : 0
    for i in 0..<160 {
      let own = i < speech.count ? Double(speech[i]) : 0
      let noise = background.sample(dialogue.condition, at: max(0, dialogue.backgroundStart + anchor + i))
      let back = position + i - TurnsCondition.echoDelay
      let returned = echo > 0 && back >= 0 && back < agentTrack.count ? Double(agentTrack[back]) * echo : 0
      line.append(TelephoneLine.carried(own + noise + returned))
    }
    let played = (position..<position + 160).map { $0 < agentTrack.count ? agentTrack[$0] : 0 }
    let heard = Array(line[position...])
    watch.append(played: played.span, heard: heard.span, isPlaying: agentEnd > position)
  }

  private func listen(at now: MediaTime) throws {
    let frame = Array(line[(line.count - 160)...])
    guard detector.append(frame.span) == frame.count else { throw VADFailure("a frame did not fit") }
    while true {
      switch detector.step() {
      case .needMore: return
      case .decided(let event): try heard(event, at: now)
      case .ask:
        batch.removeAll()
        batch.add(memory) { detector.copyWindow(into: &$0) }
        try batch.run()
        batch.readState(at: 0, into: &memory)
        try heard(detector.resolve(probability: batch.probability(at: 0)), at: now)
      }
    }
  }

  private func heard(_ event: VoiceActivityEvent?, at now: MediaTime) throws {
    if let event, let finding = watch.judge(event) { try heard(finding, at: now) }
  }

  private func heard(_ finding: EchoWatch.Finding, at now: MediaTime) throws {
    guard case .caller(let event) = finding else { return try feedMachine(.echo, at: now) }
    switch event {
    case .speechStarted(let sample):
      trace?.speechStarted(at: sample)
      try feedMachine(.speechStarted(at: .samples(sample, rate: 8_000)), at: now)
    case .speechEnded(let sample):
      trace?.speechEnded(at: sample, line: line, truth: caller.truth)
      try feedMachine(.speechEnded(at: .samples(sample, rate: 8_000)), at: now)
    }
  }

  // MARK: Effects

  private func feedMachine(_ event: CallEvent, at now: MediaTime) throws {
    if case .recogniser(let said) = event { trace?.recognised(said) }
    effects.removeAll(keepingCapacity: true)
    machine.handle(event, at: now, into: &effects)
    let carried = effects
    for effect in carried { try carryOut(effect, at: now) }
  }

  private func carryOut(_ effect: CallEffect, at now: MediaTime) throws {
    let position = now.samples(rate: WERTrack.rate)
    switch effect {
    case .openUtterance(let number, let start):
      listening.begin(utterance: number)
      isFeeding = true
      let first = max(0, (start - .milliseconds(200)).samples(rate: WERTrack.rate))
      feed = Array(line[min(first, line.count)...])
      try passOnFeed(at: now)
    case .flushUtterance(let flush):
      try passOnFeed(at: now)
      answer(try listening.flush(flush), at: now)
    case .closeUtterance:
      isFeeding = false
      feed = []
      listening.end()
    case .startReply(let generation, let request): reply(generation, request, at: now)
    case .startSynthesis(let clause, let text):
      schedule(.synthesis(clause: clause, .audio(lines[text] ?? [])), at: now + Self.voiceDelay)
      schedule(.synthesis(clause: clause, .finished), at: now + Self.voiceDelay)
    case .sendAudio(let count): play(count, at: position)
    case .sendMark: caller.agentNearlyDone(at: position)
    case .sendClear:
      agentTrack.removeLast(max(0, agentTrack.count - position))
      agentEnd = min(agentEnd, position)
      caller.agentCleared(at: position)
    case .sendFade(let count): letDown(count, at: position)
    case .observe(let observation):
      if case .callerTurn = observation { trace?.confirmed(at: position) }
      caller.heard(observation, at: position)
    case .cancelReply, .confirmReply, .cancelSynthesis, .record, .shed, .transfer, .end: break
    }
  }

  private func passOnFeed(at now: MediaTime) throws {
    guard !feed.isEmpty else { return }
    answer(try listening.append(feed), at: now)
    feed = []
  }

  private func answer(_ answers: [TurnsListening.Answer], at now: MediaTime) {
    for answer in answers {
      lastAnswer = max(lastAnswer, now + answer.delay)
      schedule(.recogniser(answer.event), at: lastAnswer)
    }
  }

  private func reply(_ generation: Int, _ request: ReplyRequest, at now: MediaTime) {
    let index = min(caller.wantedItem, dialogue.items.count - 1)
    let item = dialogue.items[index]
    var flow = request.dialogue.flow
    flow.question = item.expects.rawValue
    flow.turns += 1
    let at = now + Self.modelDelay
    for event: ReplyEvent in [.text(item.question), .flow(flow), .finished] {
      schedule(.reply(generation: generation, event), at: at)
    }
  }

  /// The few samples that let the voice down after a clear; they are heard, and are no speech.
  private func letDown(_ count: Int, at position: Int) {
    agentEnd = max(agentEnd, position)
    agentTrack += [Int16](repeating: 0, count: max(0, agentEnd - agentTrack.count))
    agentTrack += [Int16](capacity: count) { output in
      for _ in 0..<count { output.append(0) }
      var room = output.mutableSpan
      machine.copyFade(count, into: &room)
    }
    agentEnd += count
  }

  private func play(_ count: Int, at position: Int) {
    let samples = [Int16](capacity: count) { output in
      for _ in 0..<count { output.append(0) }
      var room = output.mutableSpan
      machine.copySentAudio(count, into: &room)
    }
    agentEnd = max(agentEnd, position)
    agentTrack += [Int16](repeating: 0, count: max(0, agentEnd - agentTrack.count))
    agentTrack += samples
    agentEnd += count
    caller.agentSends(until: agentEnd, at: position)
  }
}
