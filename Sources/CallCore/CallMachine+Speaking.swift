internal import Audio
internal import Conversation
internal import Providers

// The agent's side: replies, synthesis, playback, interruption.
extension CallMachine {
  // MARK: Replies

  /// Starts a reply that may be heard as soon as it has audio.
  mutating func startReply(
    _ occasion: ReplyRequest.Occasion, timing: PendingTiming?, at now: MediaTime,
    _ effects: inout [CallEffect]
  ) {
    var reply = makeReply(occasion, at: now, &effects)
    reply.timing = timing
    commit(reply, at: now, &effects)
  }

  mutating func makeReply(
    _ occasion: ReplyRequest.Occasion, at now: MediaTime, _ effects: inout [CallEffect]
  ) -> Reply {
    lastGeneration += 1
    let request = ReplyRequest(
      agent: agent, dialogue: unansweredLeftOut(of: occasion), occasion: occasion,
      wallClock: settings.wallClockAtZero + now.seconds)
    effects.append(.startReply(generation: lastGeneration, request))
    return Reply(generation: lastGeneration, occasion: occasion, startedAt: now)
  }

  /// The dialogue without the turns that the occasion repeats, since their answer was withdrawn unheard.
  private func unansweredLeftOut(of occasion: ReplyRequest.Occasion) -> Dialogue {
    guard case .callerSaid = occasion, var rest = carryOver?[...] else { return dialogue }
    var context = dialogue
    while let last = context.utterances.last, last.speaker == .caller, rest.hasSuffix(last.text) {
      rest = rest.dropLast(last.text.count + (rest.count > last.text.count ? 1 : 0))
      context.utterances.removeLast()
    }
    return context
  }

  /// From here on the caller may hear the reply.
  mutating func commit(_ reply: Reply, at now: MediaTime, _ effects: inout [CallEffect]) {
    playout.reset()
    hold = nil
    var reply = reply
    for piece in reply.prepared {
      switch piece {
      case .clauseBegan(let clause, let text):
        beginClause(clause, text)
        effects.append(.observe(.agentClause(text)))
      case .samples(let samples): playout.append(samples)
      case .clauseEnded(let clause): playout.endClause(clause)
      }
    }
    reply.prepared = []
    reply.startPosition = mediaPosition
    reply.flowBefore = dialogue.flow
    speaking = reply
    apply(reply.flow, &effects)
    sendDue(at: now, &effects)
  }

  private mutating func apply(_ flow: FlowState?, _ effects: inout [CallEffect]) {
    guard let flow, flow != dialogue.flow else { return }
    dialogue.flow = flow
    record(.flow(flow), &effects)
    effects.append(.observe(.flow(flow)))
  }

  mutating func reply(
    _ generation: Int, _ event: ReplyEvent, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    let isSpeaking = speaking?.generation == generation
    guard isSpeaking || speculative?.generation == generation else { return }
    guard var reply = isSpeaking ? speaking : speculative else { return }
    switch event {
    case .text(let text): add(clauses: reply.cutter.feed(text), to: &reply, at: now)
    case .flow(let flow):
      reply.flow = flow
      if isSpeaking { apply(flow, &effects) }
    case .endCall(let reason): reply.endCall = reason
    case .finished:
      add(clauses: reply.cutter.flush(), to: &reply, at: now)
      reply.textIsComplete = true
    case .failed(let error):
      if isSpeaking { replyFailed(error, at: now, &effects) } else { withdrawSpeculation(&effects) }
      return
    }
    synthesiseNext(of: &reply, &effects)
    if isSpeaking { speaking = reply } else { speculative = reply }
  }

  private mutating func add(clauses: [String], to reply: inout Reply, at now: MediaTime) {
    for text in clauses where !text.isEmpty {
      lastClause += 1
      reply.waiting.append((lastClause, text))
      reply.text += reply.text.isEmpty ? text : " \(text)"
      if reply.firstClauseAt == nil { reply.firstClauseAt = now }
    }
  }

  private mutating func synthesiseNext(of reply: inout Reply, _ effects: inout [CallEffect]) {
    guard reply.synthesising == nil, !reply.waiting.isEmpty else { return }
    let (clause, text) = reply.waiting.removeFirst()
    reply.synthesising = clause
    if speaking?.generation == reply.generation {
      beginClause(clause, text)
      effects.append(.observe(.agentClause(text)))
    } else {
      reply.prepared.append(.clauseBegan(clause, text))
    }
    effects.append(.startSynthesis(clause: clause, text: text))
  }

  mutating func synthesis(
    _ clause: Int, _ event: SynthesisEvent, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    let isSpeaking = speaking?.synthesising == clause
    guard isSpeaking || speculative?.synthesising == clause else { return }
    guard var reply = isSpeaking ? speaking : speculative else { return }
    switch event {
    case .audio(let samples):
      if reply.firstAudioAt == nil { reply.firstAudioAt = now }
      if isSpeaking { playout.append(samples) } else { reply.prepared.append(.samples(samples)) }
    case .finished:
      if isSpeaking { playout.endClause(clause) } else { reply.prepared.append(.clauseEnded(clause)) }
      reply.synthesising = nil
      synthesiseNext(of: &reply, &effects)
    case .failed(let error):
      if isSpeaking { replyFailed(error, at: now, &effects) } else { withdrawSpeculation(&effects) }
      return
    }
    if isSpeaking { speaking = reply } else { speculative = reply }
  }

  mutating func cancel(_ reply: Reply, _ effects: inout [CallEffect]) {
    if !reply.textIsComplete { effects.append(.cancelReply(generation: reply.generation)) }
    if let clause = reply.synthesising { effects.append(.cancelSynthesis(clause: clause)) }
  }

  /// A reply cannot be finished. Once, the agent says so; a second time the call ends.
  mutating func replyFailed(_ error: ProviderError, at now: MediaTime, _ effects: inout [CallEffect]) {
    record(.event(kind: "reply_failed", detail: error.description), &effects)
    failures += 1
    if let reply = speaking {
      if hold == nil, playout.sentUntil > now {
        // What was sent ahead would delay the apology, and be heard though it is not in the record.
        epoch += 1
        effects.append(.sendClear)
      }
      cancel(reply, &effects)
      closeAgentTurn(reply, cutAt: heardPosition(at: now), at: now, &effects)
      speaking = nil
    }
    guard failures == 1 else { return end(.providerFailed(error.description), at: now, &effects) }
    lastGeneration += 1
    var apology = Reply(generation: lastGeneration, occasion: .callerSilent(times: 0), startedAt: now)
    playout.reset()
    apology.textIsComplete = true
    add(clauses: [agent.lines.trouble], to: &apology, at: now)
    speaking = apology
    synthesiseNext(of: &apology, &effects)
    speaking = apology
  }

  // MARK: Playback

  /// A synthesiser delivers clauses without the pause that belongs between them.
  private mutating func beginClause(_ clause: Int, _ text: String) {
    if !playout.isEmpty, let last = playout.clauses.last?.text.last {
      let pause = ".?!".contains(last) ? settings.sentencePause : settings.clausePause
      playout.pad(pause.samples(rate: settings.sampleRate))
    }
    playout.beginClause(clause, text: text)
  }

  /// Sends every message that is due, and the marks of the clauses that are thereby wholly sent.
  mutating func sendDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hold == nil, var reply = speaking else { return }
    while let due = playout.nextDue(lead: settings.sendLead), due <= now {
      let count = sendableNow(reply)
      let isLate = playout.sentUntil <= now + settings.packetTime
      let short = isLate ? wholePackets(playout.appended - playout.sent) : 0
      guard count > 0 || short > 0 else { break }
      let padded = count > 0 ? padToPacket(count) : short
      if reply.firstSentAt == nil {
        reply.firstSentAt = now
        reply.startPosition = mediaPosition
        closeTiming(&reply, at: now, &effects)
      }
      playout.advance(by: padded, at: now)
      effects.append(.sendAudio(samples: padded))
    }
    while let clause = playout.takeDueMark() { effects.append(.sendMark(epoch: epoch, clause: clause)) }
    speaking = reply
  }

  /// How much a message sent now would carry: a full one, or what is left of a complete reply. Less is sent
  /// only when the carrier would run dry otherwise.
  func sendableNow(_ reply: Reply) -> Int {
    let whole = settings.messageLength.samples(rate: settings.sampleRate)
    let waiting = playout.appended - playout.sent
    return waiting >= whole ? whole : (reply.isComplete ? waiting : 0)
  }

  /// Whether enough waits to be sent before the carrier runs dry.
  var hasPacket: Bool { wholePackets(playout.appended - playout.sent) > 0 }

  private func wholePackets(_ count: Int) -> Int {
    let packet = settings.packetTime.samples(rate: settings.sampleRate)
    return count - count % packet
  }

  /// The carrier promises to play only whole packets: the tail of a reply is filled up with silence.
  private mutating func padToPacket(_ count: Int) -> Int {
    let rest = count - wholePackets(count)
    guard rest != 0 else { return count }
    let missing = settings.packetTime.samples(rate: settings.sampleRate) - rest
    playout.pad(missing)
    return count + missing
  }

  private mutating func closeTiming(_ reply: inout Reply, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let pending = reply.timing else { return }
    reply.timing = nil
    let firstClause = reply.firstClauseAt ?? now
    let timing = TurnTiming(
      turn: pending.turn,
      endpointing: pending.confirmedAt - pending.speechEndedAt,
      recognition: pending.recognition,
      reply: firstClause - reply.startedAt,
      synthesis: (reply.firstAudioAt ?? now) - firstClause,
      voiceToVoice: now - pending.speechEndedAt,
      wasSpeculative: pending.wasSpeculative)
    record(.timing(timing), &effects)
    effects.append(.observe(.timing(timing)))
  }

  mutating func replyOverIfDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hold == nil, let reply = speaking, reply.isComplete, !playout.hasUnsent else { return }
    guard now >= spokenUntil(reply) else { return }
    if playout.sent == 0, reply.endCall == nil, settings.greets {
      // Nothing to say is no answer. An agent that does not greet only listens.
      return replyFailed(.failed("the reply has no audio"), at: now, &effects)
    }
    closeAgentTurn(reply, cutAt: nil, at: now, &effects)
    speaking = nil
    if reply.failedOver(failures) { failures = 0 }
    if let reason = reply.endCall { end(.agentEnded(reason), at: now, &effects) }
  }

  /// Where the caller stopped hearing: the hold if there is one, else by the clock.
  func heardPosition(at now: MediaTime) -> Int { hold?.position ?? playout.played(at: now) }

  /// Puts the agent's turn into the dialogue and the record, as far as it was heard.
  mutating func closeAgentTurn(
    _ reply: Reply, cutAt position: Int?, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    guard playout.sent > 0 else { return }
    let said = reply.text
    let heard = playout.heardText(at: position ?? playout.sent)
    let wasCut = position != nil && heard != said
    let length = MediaTime.samples(position ?? playout.sent, rate: settings.sampleRate)
    dialogue.utterances.append(.init(speaker: .agent, text: heard, wasCut: wasCut))
    record(
      .agentTurn(
        text: said, heard: heard, wasCut: wasCut, start: reply.startPosition,
        end: reply.startPosition + length),
      &effects)
    effects.append(.observe(.agentTurn(heard: heard, wasCut: wasCut)))
  }

  // MARK: Interruption

  /// The caller may be interrupting: stop at once, decide when it is known what was said.
  mutating func holdPlayback(at now: MediaTime, _ effects: inout [CallEffect]) {
    hold = Hold(position: playout.played(at: now), since: now)
    epoch += 1
    effects.append(.sendClear)
    effects.append(.observe(.agentHeld))
  }

  /// A false alarm: go on from the sample at which the caller stopped hearing.
  mutating func resumePlayback(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let held = hold else { return }
    hold = nil
    playout.rewind(to: held.position, at: now)
    effects.append(.observe(.agentResumed))
  }

  mutating func confirmInterruption(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hold != nil else { return }
    record(.event(kind: "barge_in", detail: ""), &effects)
    cutReply(at: now, &effects)
  }

  /// Ends the agent's turn where the caller stopped hearing it.
  mutating func cutReply(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let reply = speaking else { return }
    if hold == nil, playout.sent > 0 { holdPlayback(at: now, &effects) }
    cancel(reply, &effects)
    closeAgentTurn(reply, cutAt: heardPosition(at: now), at: now, &effects)
    speaking = nil
    hold = nil
    playout.reset()
  }

  /// The caller went on before any of the reply could be heard: the two halves are one turn.
  mutating func withdrawUnheard(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let reply = speaking else { return }
    guard playout.sent == 0, case .callerSaid(let text) = reply.occasion else {
      return cutReply(at: now, &effects)
    }
    cancel(reply, &effects)
    speaking = nil
    playout.reset()
    carryOver = text
    dialogue.flow = reply.flowBefore
  }
}

extension CallMachine.Reply {
  /// A reply that came through after a failure: the trouble is over.
  fileprivate func failedOver(_ failures: Int) -> Bool { failures > 0 && occasion != .callerSilent(times: 0) }
}
