public import Audio
public import Conversation
internal import Providers
internal import TurnTaking

/// One phone call as a state machine: `handle(event, at: now)` returns what must be done.
///
/// It owns no socket, clock, thread or random source. Feed it every event in the order of arrival with a `now`
/// that never goes back; carry out every effect, in order, before feeding the next event; feed `.deadline` when
/// `nextDeadline` has come. After `.end` it ignores everything.
///
/// At any moment there is at most one reply the caller may hear (`speaking`) and one that is being prepared
/// before the caller's turn is confirmed (`speculative`). Every reply carries a generation; what arrives for
/// another one is dropped here, so that one turn never gets two replies.
///
/// Not copyable: a copy would retain some thirty references, and reading a property from outside the module makes one.
public struct CallMachine: ~Copyable, Sendable {
  public let settings: CallSettings
  public let agent: AgentDefinition
  public internal(set) var dialogue = Dialogue()
  public internal(set) var playout: Playout
  /// The reply the caller hears, or is about to hear.
  var speaking: Reply?
  /// The reply to a turn that is only likely over.
  var speculative: Reply?
  /// The caller's utterance that the recogniser has open.
  var utterance: Utterance?
  /// What lets the voice down after the last clear.
  var cutFade: [Int16] = []
  /// Playback was stopped because the caller may be interrupting.
  var hold: Hold?
  var hasEnded = false
  var hasAnswered = false
  var epoch = 1
  var turn = 0
  var lastGeneration = 0
  var lastClause = 0
  var lastUtterance = 0
  var lastSequence = 0
  /// What the caller said in a turn whose reply was withdrawn before any of it was heard.
  var carryOver: String?
  /// Times the agent has spoken into silence since the caller last spoke.
  var silences = 0
  var idleSince: MediaTime?
  var digits = ""
  var digitDeadline: MediaTime?
  var answeredAt = MediaTime.zero
  var lastMediaAt = MediaTime.zero
  /// Caller audio received so far: where the call's media clock stands.
  public internal(set) var mediaPosition = MediaTime.zero
  /// The earliest the call clock can have stood at media time zero: turns media positions into `now`s.
  var mediaOrigin: MediaTime?
  /// The same when the call had settled, and where it stood then.
  var firstOrigin: (origin: MediaTime, position: MediaTime)?
  var callerIsSpeaking = false
  var failures = 0
  /// Lines said in place of slow replies.
  var fillersSaid = 0
  /// The longest call is nearly over: the agent has said so, or is to.
  var durationNotice = DurationNotice.none
  /// When the agent began its last words, and why.
  var lastWordsAt = MediaTime.zero
  var lastWordsReason = EndReason.maxDuration
  /// The caller asked for a moment: silence is granted.
  var isAskedToWait = false
  /// Sound without words: since when nothing of it interrupts, on the call clock.
  var soundSince: MediaTime?
  var soundEndedAt = MediaTime.zero
  /// When the caller's words last changed, or the caller began to speak.
  var wordsAt = MediaTime.zero
  var lead: SendLead
  var budget = SpeculationBudget()
  var load = LoadLevel.normal

  public init(settings: CallSettings, agent: AgentDefinition) {
    self.settings = settings
    self.agent = agent
    playout = Playout(rate: settings.sampleRate, fadeTime: settings.fadeTime)
    lead = SendLead(settings.sendLead, from: settings.shortestLead, to: settings.longestLead)
  }

  enum DurationNotice: Sendable { case none, warned, goodbye }

  /// A reply on its way from the language model through the synthesiser to the playout.
  struct Reply: Sendable {
    let generation: Int
    let occasion: ReplyRequest.Occasion
    let startedAt: MediaTime
    var cutter = SentenceCutter()
    var text = ""
    var waiting: [(clause: Int, piece: Piece)] = []
    var synthesising: Int?
    /// Audio made before the turn was confirmed.
    var prepared: [Prepared] = []
    var flow: FlowState?
    var endCall: String?
    var transfer: String?
    /// Tools that were run for it before the turn was confirmed.
    var tools: [ToolRecord] = []
    /// Why the call ends after this reply, when it is not the agent's own wish.
    var endReason: EndReason?
    /// Since when the caller waits for it.
    var waitsSince: MediaTime
    /// When its speech was over though it is not complete.
    var ranOutAt: MediaTime?
    var hasFiller = false
    var textIsComplete = false
    var firstClauseAt: MediaTime?
    var firstAudioAt: MediaTime?
    var firstSentAt: MediaTime?
    var startPosition = MediaTime.zero
    /// What the turn's timing needs; nil for replies that answer no caller turn.
    var timing: PendingTiming?
    /// Where the flow stood before this reply was committed.
    var flowBefore = FlowState()

    init(generation: Int, occasion: ReplyRequest.Occasion, startedAt: MediaTime) {
      self.generation = generation
      self.occasion = occasion
      self.startedAt = startedAt
      waitsSince = startedAt
    }

    enum Piece: Sendable {
      case text(String)
      case digits(String)
    }

    enum Prepared: Sendable {
      case clauseBegan(Int, String)
      case samples([Int16])
      case words([SpokenWord])
      case clauseEnded(Int)
      case keys(Int, String)
    }

    /// Nothing more will be synthesised.
    var isComplete: Bool { textIsComplete && waiting.isEmpty && synthesising == nil }
    /// Since when it keeps the caller waiting, before its first word or in the middle: what its model or its synthesiser
    /// gives meanwhile is no comfort until it is heard.
    var silentSince: MediaTime? { firstSentAt == nil ? waitsSince : ranOutAt }
    /// The call ends when it was heard.
    var endsCall: Bool { endCall != nil || endReason != nil }
  }

  struct PendingTiming: Sendable {
    var turn: Int
    var speechEndedAt: MediaTime
    var confirmedAt: MediaTime
    var recognition: MediaTime
    var wasSpeculative: Bool
  }

  struct Utterance: Sendable {
    let number: Int
    /// On the media clock.
    let start: MediaTime
    /// On the media clock, while the caller is silent.
    var end: MediaTime?
    /// Where the words before the sound that goes on ended; nil for the first one.
    var lastEnd: MediaTime?
    var flush = 0
    var flushedAt = MediaTime.zero
    var text = ""
    /// The last changing hypothesis: a settled text sometimes bends a cut-off word into a finished one.
    var lastPartial = ""
    /// The flush whose answer `text` is; the text is settled when it is the last one asked for.
    var answeredFlush = 0
    var recognition = MediaTime.zero
    var endpoint: MediaTime?
    /// It cut the agent off: not an answer to what the agent had asked last.
    var hasInterrupted = false
    var reason: EndpointReason?
    /// On the call clock.
    var openedAt: MediaTime
    /// The recogniser gave up on it.
    var hasFailed = false
    /// When the recogniser was asked in mid-speech whether there are words at all.
    var probedAt: MediaTime?

    init(number: Int, start: MediaTime, openedAt: MediaTime) {
      self.number = number
      self.start = start
      self.openedAt = openedAt
    }

    var isSettled: Bool { end != nil && answeredFlush == flush && flush > 0 }
  }

  struct Hold: Sendable {
    /// Where playback goes on if it was a false alarm.
    let position: Int
    let since: MediaTime
  }

  // MARK: Feeding

  /// Feeds one event. `effects` is appended to.
  public mutating func handle(_ event: CallEvent, at now: MediaTime, into effects: inout [CallEffect]) {
    guard !hasEnded else { return }
    switch event {
    case .answered: answered(at: now, &effects)
    case .speechStarted(let start): speechStarted(at: start, now, &effects)
    case .speechEnded(let end): speechEnded(at: end, now, &effects)
    case .echo: echoHeard(at: now, &effects)
    case .recogniser(let event): recogniser(event, at: now, &effects)
    case .reply(let generation, let event): reply(generation, event, at: now, &effects)
    case .synthesis(let clause, let event): synthesis(clause, event, at: now, &effects)
    case .markReturned(let epoch, let clause):
      if epoch == self.epoch { playout.markReturned(clause, at: now) }
    case .digit(let digit): received(digit: digit, at: now, &effects)
    case .streamReplaced: streamReplaced(at: now, &effects)
    case .hungUp: end(.callerHungUp, at: now, &effects)
    case .connectionLost: end(.connectionLost, at: now, &effects)
    case .outboundStalled: end(.slowReader, at: now, &effects)
    case .shutdown: end(.shutdown, at: now, &effects)
    case .loadChanged(let level): load = level
    case .budget(let isSpent): budgetReached(isSpent, at: now, &effects)
    case .deadline: break
    }
    guard !hasEnded else { return }
    proceed(at: now, &effects)
  }

  /// When `.deadline` is to be fed at the latest. Finite from the answer to the end.
  public var nextDeadline: MediaTime {
    guard !hasEnded, hasAnswered else { return .distantFuture }
    var next = min(lastMediaAt + settings.mediaTimeout, durationDeadline)
    if let digitDeadline { next = min(next, digitDeadline) }
    if let utterance, let endpoint = utterance.endpoint {
      next = min(next, utterance.isSettled ? endpoint : endpoint + settings.recognitionPatience)
    }
    if let due = soundDeadline { next = min(next, due) }
    if let due = idleDeadline { next = min(next, due) }
    if let reply = speaking, hold == nil { next = min(next, speakingDeadline(reply)) }
    return next
  }

  private func speakingDeadline(_ reply: Reply) -> MediaTime {
    guard reply.firstSentAt != nil else {
      if let due = playout.nextDue(lead: lead.current), sendableNow(reply) > 0 { return due }
      guard !reply.isComplete else { return spokenUntil(reply) }
      return min(reply.waitsSince + settings.replyPatience, fillerDeadline(reply))
    }
    if !playout.isStarving, sendableNow(reply) > 0 { return playout.sentUntil - lead.current }
    return reply.isComplete && !playout.hasUnsent
      ? spokenUntil(reply) : playout.sentUntil - settings.packetTime
  }

  /// When a complete reply counts as heard to its end. A goodbye waits for its mark, and not for ever.
  func spokenUntil(_ reply: Reply) -> MediaTime {
    guard reply.endsCall, playout.sent > 0, !playout.ledger.endIsConfirmed else { return playout.sentUntil }
    return playout.sentUntil + settings.farewellMargin
  }

  // MARK: Time

  /// Does everything that is due at `now`.
  mutating func proceed(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hasAnswered else { return }
    durationIfDue(at: now, &effects)
    guard !hasEnded else { return }
    if now >= lastMediaAt + settings.mediaTimeout { return end(.mediaTimeout, at: now, &effects) }
    if let digitDeadline, now >= digitDeadline { digitsEntered(at: now, &effects) }
    endpointIfDue(at: now, &effects)
    soundIfDue(at: now, &effects)
    fillerIfDue(at: now, &effects)
    // Before anything is sent: what is given up must not be sent for a last time.
    patienceIfOver(at: now, &effects)
    guard !hasEnded else { return }
    sendDue(at: now, &effects)
    replyOverIfDue(at: now, &effects)
    guard !hasEnded else { return }
    updateIdle(at: now, &effects)
  }

  /// Tells that caller audio up to `position` on the media clock has arrived. Once a frame; costs a few
  /// additions and does nothing else.
  public mutating func advanceMedia(to position: MediaTime, at now: MediaTime) {
    lastMediaAt = now
    mediaPosition = position
    let origin = now - position
    if let known = mediaOrigin {
      // The earliest arrival is the one that was delayed least. A slow leak follows a carrier clock that runs
      // faster or slower than ours (at most 100 ppm: 2 µs a frame).
      mediaOrigin = min(origin, known + .microseconds(2))
    } else {
      mediaOrigin = origin
      firstOrigin = nil
    }
    if firstOrigin == nil, position >= settings.clockSettling, let mediaOrigin {
      firstOrigin = (mediaOrigin, position)
    }
  }

  /// How much faster the carrier's clock runs than ours, in millionths; 0 in the first half minute.
  public var clockDriftPPM: Int {
    guard let firstOrigin, let mediaOrigin, mediaPosition - firstOrigin.position > .seconds(Int64(20)) else {
      return 0
    }
    let gained = firstOrigin.origin - mediaOrigin
    return Int(gained.nanoseconds / ((mediaPosition - firstOrigin.position).nanoseconds / 1_000_000))
  }

  /// The call-clock time at which the audio at `position` arrived, had the network not delayed it.
  func callTime(of position: MediaTime) -> MediaTime { (mediaOrigin ?? answeredAt) + position }

  /// Copies the samples of the next `.sendAudio` effect; call it once for each, in their order.
  ///
  /// The reply's generation is checked here, at the last moment before the audio is encoded: what belongs to a reply
  /// that was withdrawn comes out as silence and is counted in `playout.staleSamples`.
  public mutating func copySentAudio(_ count: Int, into output: inout MutableSpan<Int16>) {
    playout.copySent(count, of: speaking?.generation ?? 0, into: &output)
  }

  /// Copies the samples of a `.sendFade` effect.
  public mutating func copyFade(_ count: Int, into output: inout MutableSpan<Int16>) {
    for index in 0..<min(count, output.count) { output[index] = index < cutFade.count ? cutFade[index] : 0 }
  }

  /// Replies begun before their turn was confirmed, and what became of them.
  public var speculation: SpeculationCounts { budget.counts }
}
