internal import Audio
internal import CallCore
internal import Conversation
internal import Providers

/// One call in virtual time: the real call machine with a caller, a carrier and providers made of dice.
///
/// Everything that happens lies in one agenda. The loop takes the earliest entry or the machine's deadline, feeds
/// it, carries out the effects, and has the judge look at both.
struct VirtualCall: ~Copyable {
  var machine: CallMachine
  var judge: Judge
  var carrier: VirtualCarrier
  var agenda = Agenda()
  var dice: Dice
  var plan: CallPlan
  let states: [FlowState]
  var faultsStruck: [Int]
  var events = [Int](repeating: 0, count: VirtualTally.eventNames.count)
  var messages = 0
  var now = MediaTime.zero
  var end: EndReason?
  var tampering: Tampering?
  var trace: CallTrace?

  // The line.
  var answeredAt: MediaTime?
  /// Caller audio comes this much after it was spoken.
  var mediaLag: MediaTime
  var mediaIsStopped = false
  private var effects: [CallEffect] = []
  private var message: [Int16]

  // The caller.
  var speeches: [CallerSpeech] = []
  var speechEndsAt = MediaTime.zero
  var callerIsSilent = false
  var callerBabbles = false
  var patience = 3
  var lastHeardVoice: Int?
  var utteranceFrom = MediaTime.zero
  var turnsAnswered = 0

  init(
    seed: UInt64, call: Int, only: FaultSet, agents: borrowing VirtualAgents, tampering: Tampering? = nil,
    traces: Bool = false
  ) {
    var dice = Dice(seed: seed, call: call)
    let plan = CallPlan(dice: &dice, only: only)
    mediaLag = dice.time(10...60)
    self.dice = dice
    self.plan = plan
    states = agents.states
    let agent = agents.agents[plan.agent]
    machine = CallMachine(settings: plan.settings, agent: agent)
    judge = Judge(settings: plan.settings, agent: agent, lateness: plan.lateness)
    carrier = VirtualCarrier(rate: plan.settings.sampleRate)
    faultsStruck = [Int](repeating: 0, count: Fault.allCases.count)
    message = [Int16](
      repeating: 0, count: plan.settings.messageLength.samples(rate: plan.settings.sampleRate) * 2)
    effects.reserveCapacity(32)
    self.tampering = tampering
    if traces { trace = CallTrace(plan) }
  }

  /// Plays the call to its end or to the first rule that is broken.
  mutating func run() {
    begin()
    while end == nil, judge.violation == nil {
      let due = wanted
      let timer = due == .distantFuture ? due : due + plan.lateness
      let next = min(agenda.nextTime, timer)
      // Nothing is left to happen: the judge has been shown a call without a deadline.
      guard next < .distantFuture else { return judge.require(false, .callEnds, "nothing is left to happen") }
      now = max(now, next)
      hearMedia()
      if agenda.nextTime <= now {
        perform(agenda.removeNext())
      } else if wanted <= now {
        if plan.faults.contains(.lateTimers) { faultsStruck[Fault.lateTimers.rawValue] += 1 }
        feed(.deadline)
      }
    }
    if judge.violation == nil { feedAfterEnd() }
  }

  private var wanted: MediaTime {
    tampering.map { $0.deadline(machine.nextDeadline) } ?? machine.nextDeadline
  }

  private mutating func begin() {
    if let doom = plan.doom {
      let event: Happening? =
        switch doom.fault {
        case .hangUp: .event(.hungUp)
        case .connectionLost: .event(.connectionLost)
        case .outboundStalled: .event(.outboundStalled)
        case .shutdown: .event(.shutdown)
        case .mediaStops: .mediaStops
        default: nil
        }
      if let event { agenda.add(event, at: doom.at) }
    }
    agenda.add(.event(.answered), at: dice.time(0...500))
    if strikes(.loadChanges) {
      for _ in 0..<4 {
        let level = LoadLevel(rawValue: dice.below(5)) ?? .normal
        agenda.add(.event(.loadChanged(level)), at: dice.time(0...20_000))
      }
    }
    if strikes(.budgetSpent, 25) {
      let at = dice.time(0...25_000)
      agenda.add(.event(.budget(isSpent: false)), at: at)
      agenda.add(.event(.budget(isSpent: true)), at: at + dice.time(0...5_000))
    }
    if strikes(.streamReplaced) {
      for _ in 0..<dice.within(1...3) { agenda.add(.event(.streamReplaced), at: dice.time(500...20_000)) }
    }
    if strikes(.mediaPauses), !plan.faults.contains(.mediaStops) {
      let at = dice.time(0...15_000)
      agenda.add(.mediaStops, at: at)
      agenda.add(.mediaResumes, at: at + dice.time(100...14_000))
    }
    if strikes(.strayVoiceActivity) {
      for _ in 0..<6 {
        let at = dice.time(0...20_000)
        let event: CallEvent = dice.chance(50) ? .speechEnded(at: at) : .speechStarted(at: at)
        agenda.add(.event(event), at: at + mediaLag)
        // A start is followed by an end, if not at once.
        agenda.add(.event(.speechEnded(at: at + .milliseconds(300))), at: at + dice.time(400...3_000))
      }
    }
  }

  /// Whether the fault strikes now. The dice fall alike in a call that is spared it.
  mutating func strikes(_ fault: Fault, _ percent: Int = 40) -> Bool {
    let falls = dice.chance(percent)
    guard falls, plan.faults.contains(fault) else { return false }
    faultsStruck[fault.rawValue] += 1
    return true
  }

  /// The caller's audio up to now, in frames of 20 ms. Where nothing happens between them they come as one.
  private mutating func hearMedia() {
    guard answeredAt != nil, !mediaIsStopped else { return }
    machine.advanceMedia(to: position(at: now), at: now)
  }

  /// Where the media clock stands at `time`.
  func position(at time: MediaTime) -> MediaTime {
    guard let answeredAt else { return .zero }
    let passed = max(0, (time - answeredAt - mediaLag).nanoseconds)
    return MediaTime(nanoseconds: passed - passed % 20_000_000)
  }

  private mutating func perform(_ happening: Happening) {
    switch happening {
    case .event(let event): feedIfHeard(event)
    case .callerActs: callerActs()
    case .replyGoesOn(let index): replyGoesOn(index)
    case .clauseGoesOn(let index): clauseGoesOn(index)
    case .partial(let utterance): partial(of: utterance)
    case .mediaStops:
      mediaIsStopped = true
      faultsStruck[(plan.faults.contains(.mediaStops) ? Fault.mediaStops : .mediaPauses).rawValue] += 1
    case .mediaResumes: mediaIsStopped = false
    }
  }

  private mutating func feedIfHeard(_ event: CallEvent) {
    switch event {
    case .speechStarted, .speechEnded:
      // What no frame carries nobody hears.
      if !mediaIsStopped { feed(event) }
    case .answered where answeredAt == nil:
      answeredAt = now
      feed(event)
      agenda.add(.callerActs, at: now + dice.time(100...3_000))
    case .streamReplaced:
      // The line is gone before the machine hears of the new one.
      carrier.replace(at: now)
      feed(event)
    case .hungUp, .connectionLost, .outboundStalled:
      if plan.doom != nil { faultsStruck[plan.doom?.fault.rawValue ?? 0] += 1 }
      carrier.cut(at: now - plan.delay)
      feed(event)
    case .shutdown:
      faultsStruck[Fault.shutdown.rawValue] += 1
      feed(event)
    default: feed(event)
    }
  }

  /// Something that comes from outside: at `time`, or with what else comes then.
  mutating func deliver(_ event: CallEvent, at time: MediaTime) {
    var time = time
    if plan.faults.contains(.bursts) {
      // Four times a second everything that has piled up.
      let step: Int64 = 250_000_000
      time.nanoseconds += (step - time.nanoseconds % step) % step
      faultsStruck[Fault.bursts.rawValue] += 1
    }
    agenda.add(.event(event), at: time)
  }

  // MARK: Feeding

  mutating func feed(_ event: CallEvent) {
    events[VirtualTally.kind(of: event)] += 1
    trace?.note(event, at: now)
    judge.begin(event, at: now)
    var effects = exchange(&self.effects, for: [])
    effects.removeAll(keepingCapacity: true)
    machine.handle(event, at: now, into: &effects)
    tampering?.effects(&effects)
    for effect in effects {
      if case .end = effect { lastWords() }
    }
    for effect in effects {
      carryOut(effect)
      if judge.violation != nil { break }
    }
    self.effects = effects
    let wasDeadline = if case .deadline = event { true } else { false }
    judge.finish(at: now, deadline: wanted, wasDeadline: wasDeadline)
    if trace != nil, let broken = judge.violation { trace?.note(broken, at: now) }
  }

  /// The line closes after what was sent before: whatever has not been played by then is not heard.
  private mutating func lastWords() { carrier.cut(at: now + plan.delay) }

  private mutating func carryOut(_ effect: CallEffect) {
    trace?.note(effect, at: now)
    let played: Int =
      if case .record(let record) = effect, case .agentTurn = record.body {
        carrier.wordsPlayed(judge.clauses)
      } else { 0 }
    judge.see(effect, at: now, played: played)
    switch effect {
    case .openUtterance(let number, let start): openedUtterance(number, from: start)
    case .flushUtterance(let flush): recognise(flush)
    case .closeUtterance: speeches.removeAll { $0.end < now }
    case .startReply(let generation, let request): startReply(generation, request)
    case .cancelReply(let generation): cancelReply(generation)
    case .confirmReply(let generation): confirmReply(generation)
    case .startSynthesis(let clause, let text): startSynthesis(clause, text)
    case .cancelSynthesis(let clause): cancelSynthesis(clause)
    case .sendAudio(let count): send(count)
    case .sendMark(let epoch, let clause): mark(epoch, clause)
    case .sendClear: carrier.clear(at: now, delay: lineDelay())
    case .sendFade(let count): sendFade(count)
    case .record(let record): if case .agentTurn = record.body { carrier.forgetRuns() }
    case .observe, .shed, .transfer: break
    case .end(let reason): end = reason
    }
  }

  private mutating func send(_ count: Int) {
    messages += 1
    var message = exchange(&self.message, for: [])
    if message.count < count { message = [Int16](repeating: 0, count: count) }
    var span = message.mutableSpan
    machine.copySentAudio(count, into: &span)
    tampering?.samples(&message)
    judge.sent(message.span.extracting(first: count), at: now)
    carrier.receive(message.span.extracting(first: count), at: now, delay: lineDelay())
    self.message = message
  }

  /// What lets the voice down: no word is heard of it.
  private mutating func sendFade(_ count: Int) {
    var fade = [Int16](repeating: 0, count: count)
    var span = fade.mutableSpan
    machine.copyFade(count, into: &span)
    let silence = [Int16](repeating: 0, count: count)
    carrier.receive(silence.span, at: now, delay: lineDelay())
  }

  /// The time to the carrier, as it happens to be.
  mutating func lineDelay() -> MediaTime {
    var delay = plan.delay
    if strikes(.jitter) { delay += dice.time(0...60) }
    if strikes(.slowLine, 4) { delay += dice.time(100...900) }
    return delay
  }

  private mutating func mark(_ epoch: Int, _ clause: Int) {
    let event = CallEvent.markReturned(epoch: epoch, clause: clause)
    let reached = carrier.mark(at: now, delay: lineDelay())
    if strikes(.marksLost) { return }
    var back = reached + plan.delay
    if strikes(.marksLate) { back += dice.time(100...5_000) }
    if strikes(.marksEarly, 5) { back = now }
    deliver(event, at: back)
    if strikes(.marksDoubled) { deliver(event, at: back + dice.time(0...2_000)) }
    if strikes(.marksForeign) {
      let foreign = CallEvent.markReturned(epoch: dice.below(epoch + 3), clause: dice.below(clause + 3))
      // A mark of this epoch that was never sent would be a lie about what was played.
      if case .markReturned(epoch, _) = foreign { return }
      deliver(foreign, at: now + dice.time(0...2_000))
    }
  }

  /// Whatever is still under way comes all the same.
  private mutating func feedAfterEnd() {
    var effects: [CallEffect] = []
    let events: [CallEvent] = [
      .deadline, .markReturned(epoch: 1, clause: 1), .speechStarted(at: now), .hungUp, .digit("1"),
      .reply(generation: judge.lastGeneration, .text("Still there?")), .streamReplaced, .answered,
      .synthesis(clause: judge.lastClause, .finished),
    ]
    for event in events {
      machine.handle(event, at: now, into: &effects)
      tampering?.effects(&effects)
    }
    judge.fedAfterEnd(effects: effects.count)
    judge.require(machine.nextDeadline == .distantFuture, .silentAfterEnd, "a deadline after the end")
  }
}

/// Takes a part out while others of our own parts work on it: a borrow of one part would lock them all.
func exchange<Value>(_ place: inout Value, for other: Value) -> Value {
  let value = place
  place = other
  return value
}
