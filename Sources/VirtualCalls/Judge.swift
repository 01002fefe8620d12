internal import Audio
internal import CallCore
internal import Conversation
internal import Providers

/// Watches one call: keeps books on what the machine started, sent and wrote, and says when a rule is broken.
///
/// It is told every event before the machine, every effect in order, and that the event is done with.
struct Judge: ~Copyable {
  let settings: CallSettings
  /// The longest an agent that has to speak may be silent, and the longest that nobody speaks.
  let silenceLimit: MediaTime
  let idleLimit: MediaTime
  private let agent: AgentDefinition
  private let latestEnd: MediaTime

  let verdict = Verdict()
  var replies: [ReplyJob] = []
  var clauses: [ClauseJob] = []
  var ledger = LedgerError()

  // Work.
  var source = -1
  var lastGeneration = 0
  var lastClause = 0
  var openUtterance: Int?
  var lastUtterance = 0
  var lastFlush = 0
  var repliesRunning = 0
  var clausesRunning = 0

  // Records.
  var lastSequence = 0
  var transcript: [Dialogue.Utterance] = []
  var turns = 0
  var endIsRecorded = false
  var hasEnded = false

  // Sound.
  var epoch = 1
  /// The reply that was last heard.
  var voice: Int?
  var isCleared = false
  /// What was sent of it and not cleared: index of a clause, or -1 for silence, and samples.
  var sent: [(clause: Int, count: Int)] = []
  /// Samples by which positions may differ after rewinds, since times are rounded to samples.
  var slack = 0
  /// When a caller at the end of a line without delay will have heard everything.
  var earUntil = MediaTime.zero
  /// The same without comfort noise, which is no answer.
  var speechUntil = MediaTime.zero
  /// The last effect was a clear: a fade may follow.
  var fadeIsDue = false
  /// The turn that a reply was last heard to.
  var answeredTurn = 0
  var lastGenerationHeard = 0

  // Time.
  var isAnswered = false
  /// Since when the agent owes the caller words.
  var owedSince: MediaTime?
  var hasUnansweredTurn = false
  /// When something last happened that anyone could hear or that waits for the caller.
  var lastActivity = MediaTime.zero
  var callerFellSilentAt: MediaTime?
  var deadlinesAtOnce = 0
  var secondBegan = MediaTime.zero
  var deadlinesInSecond = 0

  init(settings: CallSettings, agent: AgentDefinition, lateness: MediaTime) {
    self.settings = settings
    self.agent = agent
    let patience = settings.replyPatience + settings.replyPatience
    silenceLimit = patience + .seconds(Int64(1)) + lateness * 4
    idleLimit = silenceLimit + .seconds(agent.idle.silenceSeconds) + settings.digitTimeout
    latestEnd =
      .seconds(Int64(agent.maxDurationSeconds)) + settings.lastWordsTime + .seconds(Int64(1)) + lateness
    replies.reserveCapacity(16)
    clauses.reserveCapacity(16)
    transcript.reserveCapacity(16)
    sent.reserveCapacity(64)
  }

  var violation: (invariant: Invariant, detail: String)? { verdict.violation }

  func require(_ holds: Bool, _ invariant: Invariant, _ detail: @autoclosure () -> String) {
    verdict.require(holds, invariant, detail)
  }

  // MARK: Around an event

  mutating func begin(_ event: CallEvent, at now: MediaTime) {
    source = -1
    checkSilence(at: now)
    switch event {
    case .answered where !isAnswered:
      isAnswered = true
      lastActivity = now
      owedSince = now
    case .reply(let generation, let event): begin(generation, event, at: now)
    case .synthesis(let clause, let event): begin(clause, event)
    case .speechEnded: if openUtterance != nil { callerFellSilentAt = now }
    case .echo: lastActivity = now
    case .speechStarted: callerFellSilentAt = nil
    case .digit: lastActivity = now
    case .streamReplaced:
      epoch += 1
      if !isCleared, let voice, !replies[voice].isOver { rewind(at: now) }
      earUntil = min(earUntil, now)
      speechUntil = min(speechUntil, now)
    default: break
    }
  }

  private mutating func begin(_ generation: Int, _ event: ReplyEvent, at now: MediaTime) {
    guard let index = reply(generation) else { return }
    source = index
    switch event {
    case .finished, .failed:
      if replies[index].isRunning { repliesRunning -= 1 }
      replies[index].isFinished = true
    case .tool:
      // Whatever is done takes its own time.
      lastActivity = now
      if owedSince != nil { owedSince = now }
    case .text, .digits, .flow, .endCall, .transfer: break
    }
  }

  private mutating func begin(_ clause: Int, _ event: SynthesisEvent) {
    guard let index = self.clause(clause) else { return }
    source = clauses[index].reply
    guard clauses[index].isRunning else { return }
    switch event {
    case .audio(let samples): clauses[index].fed += samples.count
    case .words, .substituted: break
    case .finished, .failed:
      clauses[index].isFinished = true
      clausesRunning -= 1
    }
  }

  mutating func finish(at now: MediaTime, deadline: MediaTime, wasDeadline: Bool) {
    let most = openUtterance == nil ? 1 : 2
    require(
      repliesRunning <= most && clausesRunning <= most, .boundedWork,
      "\(repliesRunning) replies and \(clausesRunning) clauses under way")
    guard !hasEnded else {
      require(openUtterance == nil, .legalWork, "the call ended with utterance \(openUtterance ?? 0) open")
      requireVoiceIsRecorded()
      return
    }
    if wasDeadline { checkPace(at: now, deadline: deadline) }
    guard isAnswered else { return }
    require(
      deadline < .seconds(Int64(86_400)), .deadlineIsSet, "no deadline at \(now) in a call that has not ended"
    )
    require(now <= latestEnd, .callEnds, "still there at \(now)")
  }

  /// Of the reply that had the floor something was heard, and written down; what was taken back before it was played was
  /// not heard.
  mutating func requireVoiceIsRecorded() {
    guard let voice else { return }
    require(
      replies[voice].isOver || sent.isEmpty, .contextIsTranscript,
      "a reply was heard in part and never recorded")
  }

  private mutating func checkPace(at now: MediaTime, deadline: MediaTime) {
    deadlinesAtOnce = deadline <= now ? deadlinesAtOnce + 1 : 0
    require(deadlinesAtOnce <= 2, .noBusyLoop, "a deadline fed at \(now) is asked for again, at \(deadline)")
    if now - secondBegan >= .seconds(Int64(1)) { (secondBegan, deadlinesInSecond) = (now, 0) }
    deadlinesInSecond += 1
    require(deadlinesInSecond <= 120, .noBusyLoop, "\(deadlinesInSecond) deadlines in a second at \(now)")
  }

  /// What was fed after the end changed nothing.
  func fedAfterEnd(effects: Int) {
    require(effects == 0, .silentAfterEnd, "\(effects) effects after the end")
  }

  // MARK: Silence

  private func checkSilence(at now: MediaTime) {
    guard isAnswered, !hasEnded else { return }
    if let silent = callerFellSilentAt, openUtterance != nil {
      let limit = settings.recognitionPatience + .seconds(Int64(3))
      require(
        now - silent <= limit, .noDeadAir, "the caller fell silent at \(silent) and is not answered at \(now)"
      )
    }
    // An agent that does not greet only listens, and may.
    guard openUtterance == nil, settings.greets else { return }
    if let since = agentSilentSince {
      require(
        now - since <= silenceLimit, .noDeadAir, "the agent owes words since \(since), now it is \(now)")
    }
    let since = max(speechUntil, lastActivity)
    // What the caller said is only looked at when it matters: this is asked at every event.
    require(
      now - since <= idleLimit
        || isAskedToWait && now - since <= idleLimit + .seconds(agent.limits.waitSeconds),
      .noDeadAir, "nobody spoke from \(since) to \(now)")
  }

  /// Since when nothing plays although it is the agent's turn.
  private var agentSilentSince: MediaTime? {
    if let voice, !replies[voice].isOver, !isCleared { return max(speechUntil, lastActivity) }
    return owedSince
  }

  private var isAskedToWait: Bool {
    transcript.last { $0.speaker == .caller }.map { WaitRequest.isExpressed(by: $0.text) } ?? false
  }

  enum OwnLine { case first, following, filler }

  /// Which of the lines that no model writes this is, if any.
  func ownLine(_ text: String) -> OwnLine? {
    let lines = agent.lines
    if lines.fillers.contains(text) { return .filler }
    if SentenceCutter.sentences(of: lines.goodbye(for: .incomplete)).contains(text) { return .following }
    for line in [lines.trouble, lines.notCaught, lines.timeWarning, lines.timeUp] {
      let sentences = SentenceCutter.sentences(of: line)
      if sentences.first == text { return .first }
      if sentences.contains(text) { return .following }
    }
    return nil
  }

  // MARK: Books

  func reply(_ generation: Int) -> Int? { replies.lastIndex { $0.generation == generation } }

  func clause(_ number: Int) -> Int? { clauses.lastIndex { $0.clause == number } }

  /// What was sent and cannot have been heard at `now` is taken back.
  mutating func rewind(at now: MediaTime) {
    var unheard = max(.zero, earUntil - now).samples(rate: settings.sampleRate)
    while unheard > 0, let last = sent.last {
      let count = min(unheard, last.count)
      unheard -= count
      if last.clause >= 0 { clauses[last.clause].sent -= count }
      if count == last.count { sent.removeLast() } else { sent[sent.count - 1].count -= count }
    }
    slack += 2
  }
}
