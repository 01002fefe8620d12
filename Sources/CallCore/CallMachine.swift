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
  var callerIsSpeaking = false
  var failures = 0
  var warnedOfDuration = false
  var load = LoadLevel.normal

  public init(settings: CallSettings, agent: AgentDefinition) {
    self.settings = settings
    self.agent = agent
    playout = Playout(rate: settings.sampleRate)
  }

  /// A reply on its way from the language model through the synthesiser to the playout.
  struct Reply: Sendable {
    let generation: Int
    let occasion: ReplyRequest.Occasion
    let startedAt: MediaTime
    var cutter = SentenceCutter()
    var text = ""
    var waiting: [(clause: Int, text: String)] = []
    var synthesising: Int?
    /// Audio made before the turn was confirmed.
    var prepared: [Prepared] = []
    var flow: FlowState?
    var endCall: String?
    var textIsComplete = false
    var firstClauseAt: MediaTime?
    var firstAudioAt: MediaTime?
    var firstSentAt: MediaTime?
    var startPosition = MediaTime.zero
    /// What the turn's timing needs; nil for replies that answer no caller turn.
    var timing: PendingTiming?
    /// Where the flow stood before this reply was committed.
    var flowBefore = FlowState()

    enum Prepared: Sendable {
      case clauseBegan(Int, String)
      case samples([Int16])
      case clauseEnded(Int)
    }

    /// Nothing more will be synthesised.
    var isComplete: Bool { textIsComplete && waiting.isEmpty && synthesising == nil }
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
    var flush = 0
    var flushedAt = MediaTime.zero
    var text = ""
    /// The last changing hypothesis: a settled text sometimes bends a cut-off word into a finished one.
    var lastPartial = ""
    /// The flush whose answer `text` is; the text is settled when it is the last one asked for.
    var answeredFlush = 0
    var recognition = MediaTime.zero
    var endpoint: MediaTime?
    var reason: EndpointReason?

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
    case .recogniser(let event): recogniser(event, at: now, &effects)
    case .reply(let generation, let event): reply(generation, event, at: now, &effects)
    case .synthesis(let clause, let event): synthesis(clause, event, at: now, &effects)
    case .markReturned(let epoch, let clause):
      if epoch == self.epoch { playout.markReturned(clause) }
    case .digit(let digit): received(digit: digit, at: now, &effects)
    case .streamReplaced: streamReplaced(at: now, &effects)
    case .hungUp: end(.callerHungUp, at: now, &effects)
    case .connectionLost: end(.connectionLost, at: now, &effects)
    case .outboundStalled: end(.slowReader, at: now, &effects)
    case .shutdown: end(.shutdown, at: now, &effects)
    case .loadChanged(let level): load = level
    case .deadline: break
    }
    guard !hasEnded else { return }
    proceed(at: now, &effects)
  }

  /// When `.deadline` is to be fed at the latest.
  public var nextDeadline: MediaTime {
    guard !hasEnded, hasAnswered else { return .distantFuture }
    var next = min(
      lastMediaAt + settings.mediaTimeout, answeredAt + .seconds(Int64(agent.maxDurationSeconds)))
    if let digitDeadline { next = min(next, digitDeadline) }
    if let utterance, let endpoint = utterance.endpoint {
      next = min(next, utterance.isSettled ? endpoint : endpoint + settings.recognitionPatience)
    }
    if let idleSince { next = min(next, idleSince + silenceBeforeNudge) }
    if let reply = speaking, hold == nil {
      next = min(next, playbackDeadline(reply))
    }
    return next
  }

  /// When something is next due of what the caller hears.
  private func playbackDeadline(_ reply: Reply) -> MediaTime {
    if sendableNow(reply) > 0 { return playout.nextDue(lead: settings.sendLead) ?? .distantFuture }
    if hasPacket { return playout.sentUntil - settings.packetTime }
    return reply.isComplete ? spokenUntil(reply) : stalledAt(reply)
  }

  /// When a reply of which nothing more comes has kept the caller waiting for too long.
  func stalledAt(_ reply: Reply) -> MediaTime {
    (reply.firstSentAt == nil ? reply.startedAt : playout.sentUntil) + settings.replyPatience
  }

  var silenceBeforeNudge: MediaTime { .seconds(agent.idle.silenceSeconds) }

  /// When a complete reply counts as heard to its end.
  func spokenUntil(_ reply: Reply) -> MediaTime {
    reply.endCall == nil ? playout.sentUntil : playout.sentUntil + settings.farewellMargin
  }

  // MARK: Time

  /// Does everything that is due at `now`.
  mutating func proceed(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hasAnswered else { return }
    if now >= answeredAt + .seconds(Int64(agent.maxDurationSeconds)) {
      return end(.maxDuration, at: now, &effects)
    }
    if now >= lastMediaAt + settings.mediaTimeout { return end(.mediaTimeout, at: now, &effects) }
    if let digitDeadline, now >= digitDeadline { digitsEntered(at: now, &effects) }
    endpointIfDue(at: now, &effects)
    sendDue(at: now, &effects)
    replyOverIfDue(at: now, &effects)
    guard !hasEnded else { return }
    if let reply = speaking, !reply.isComplete, !hasPacket, hold == nil, now >= stalledAt(reply) {
      replyFailed(.failed("no audio within \(settings.replyPatience)"), at: now, &effects)
    }
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
    }
  }

  /// The call-clock time at which the audio at `position` arrived, had the network not delayed it.
  func callTime(of position: MediaTime) -> MediaTime { (mediaOrigin ?? answeredAt) + position }

  private mutating func updateIdle(at now: MediaTime, _ effects: inout [CallEffect]) {
    let isQuiet =
      speaking == nil && utterance == nil && !callerIsSpeaking && digitDeadline == nil && settings.greets
    guard isQuiet else {
      idleSince = nil
      return
    }
    guard let since = idleSince else {
      idleSince = now
      return
    }
    guard now >= since + silenceBeforeNudge else { return }
    idleSince = nil
    silences += 1
    startReply(.callerSilent(times: silences), timing: nil, at: now, &effects)
  }

  /// Copies the samples of a `.sendAudio` effect: called once for each, in order, before the next event.
  public mutating func copySentAudio(_ count: Int, into output: inout MutableSpan<Int16>) {
    playout.copySent(count, into: &output)
  }

  // MARK: Beginning and end

  private mutating func answered(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard !hasAnswered else { return }
    hasAnswered = true
    answeredAt = now
    lastMediaAt = now
    record(.event(kind: "answered", detail: ""), &effects)
    if settings.greets { startReply(.callAnswered, timing: nil, at: now, &effects) }
  }

  private mutating func streamReplaced(at now: MediaTime, _ effects: inout [CallEffect]) {
    epoch += 1
    lastMediaAt = now
    mediaOrigin = nil
    record(.event(kind: "stream_replaced", detail: ""), &effects)
    // Where all was heard there is nothing to repeat, and a reply that stalls gains no time.
    if speaking != nil, playout.sentUntil > now { playout.rewind(to: playout.played(at: now), at: now) }
  }

  /// Ends the call: whatever was being said on either side is recorded as far as it went.
  mutating func end(_ reason: EndReason, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard !hasEnded else { return }
    withdrawSpeculation(&effects)
    if let reply = speaking {
      let wholly = reply.isComplete && !playout.hasUnsent && now >= playout.sentUntil
      closeAgentTurn(reply, cutAt: wholly ? nil : heardPosition(at: now), at: now, &effects)
      cancel(reply, &effects)
      speaking = nil
    }
    if let utterance {
      effects.append(.closeUtterance)
      if !utterance.text.isEmpty {
        recordCallerTurn(utterance.text, from: utterance.start, to: utterance.end ?? mediaPosition, &effects)
      }
      self.utterance = nil
    }
    record(.flow(dialogue.flow), &effects)
    record(.ended(reason), &effects)
    hasEnded = true
    effects.append(.end(reason))
  }

  mutating func record(_ body: CallRecord.Body, _ effects: inout [CallEffect]) {
    lastSequence += 1
    effects.append(.record(CallRecord(sequence: lastSequence, at: mediaPosition, body: body)))
  }
}
