internal import Audio
internal import Conversation
internal import Providers

// The agent's audio on its way out: pacing, interruption, and what was heard of it.
extension CallMachine {
  /// A synthesiser delivers clauses without the pause that belongs between them.
  mutating func beginClause(_ clause: Int, _ text: String) {
    if !playout.isEmpty, let last = playout.lastClause?.text.last {
      let pause = ".?!".contains(last) ? settings.sentencePause : settings.clausePause
      playout.pad(pause.samples(rate: settings.sampleRate))
    }
    playout.beginClause(clause, text: text)
  }

  // MARK: Pacing

  /// Sends every message that is due, and the marks of the clauses that are thereby wholly sent.
  mutating func sendDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hold == nil, var reply = speaking else { return }
    if playout.isStarving, hasGathered(reply) {
      if playout.gatheredSamples > 0 { reply.ranOutAt = nil }
      playout.endStarvation()
    }
    while !playout.isStarving, let due = playout.nextDue(lead: lead.current), due <= now {
      let count = sendableNow(reply)
      let isLate = playout.sentUntil <= now + settings.packetTime
      let short = isLate ? wholePackets(playout.unsent) : 0
      guard count > 0 || short > 0 else { break }
      send(count > 0 ? padToPacket(count) : short, of: &reply, at: now, &effects)
      lead.sentOne()
    }
    fillIfStarving(&reply, at: now, &effects)
    while let clause = playout.takeDueMark() { effects.append(.sendMark(epoch: epoch, clause: clause)) }
    speaking = reply
  }

  private mutating func send(
    _ count: Int, of reply: inout Reply, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    if reply.firstSentAt == nil {
      reply.firstSentAt = now
      reply.startPosition = mediaPosition
      closeTiming(&reply, at: now, &effects)
    }
    let underruns = playout.underruns
    playout.advance(by: count, at: now)
    if playout.underruns > underruns { lead.grow() }
    effects.append(.sendAudio(samples: count))
  }

  /// How much a message sent now would carry: a full one, or what is left of a complete reply. Less is sent
  /// only when the carrier would run dry otherwise.
  func sendableNow(_ reply: Reply) -> Int {
    let whole = settings.messageLength.samples(rate: settings.sampleRate)
    return playout.unsent >= whole ? whole : (reply.isComplete ? playout.unsent : 0)
  }

  /// After speech ran out it goes on only when there is enough of it not to run out again at once.
  private func hasGathered(_ reply: Reply) -> Bool {
    guard playout.gatheredSamples > 0 else { return reply.isComplete }
    return reply.synthesising == nil
      || playout.gatheredSamples >= settings.gathered.samples(rate: settings.sampleRate)
  }

  /// Speech ran out in the middle of a reply: the carrier gets comfort noise, packet by packet, until there is more.
  private mutating func fillIfStarving(
    _ reply: inout Reply, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    guard reply.firstSentAt != nil, !reply.isComplete else { return }
    guard playout.sentUntil <= now + settings.packetTime else { return }
    let fill = 2 * settings.packetTime.samples(rate: settings.sampleRate)
    if !playout.isStarving { lead.grow() }
    if reply.ranOutAt == nil { reply.ranOutAt = max(now, playout.sentUntil) }
    playout.starve(upTo: fill)
    send(fill, of: &reply, at: now, &effects)
  }

  /// Whether enough waits to be sent before the carrier runs dry.
  var hasPacket: Bool { wholePackets(playout.unsent) > 0 }

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
      synthesis: max(.zero, (reply.firstAudioAt ?? now) - firstClause),
      voiceToVoice: now - pending.speechEndedAt,
      wasSpeculative: pending.wasSpeculative)
    record(.timing(timing), &effects)
    effects.append(.observe(.timing(timing)))
  }

  // MARK: Heard

  mutating func replyOverIfDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hold == nil, let reply = speaking, reply.isComplete, !playout.hasUnsent else { return }
    guard now >= spokenUntil(reply) else { return }
    if playout.sent == 0, !reply.endsCall, settings.greets {
      // Nothing to say is no answer. An agent that does not greet only listens.
      return replyFailed(.failed("the reply has no audio"), at: now, &effects)
    }
    closeAgentTurn(reply, cutAt: nil, at: now, &effects)
    speaking = nil
    if failures > 0, reply.occasion != .callerSilent(times: 0) { failures = 0 }
    if let reason = reply.endReason {
      end(reason, at: now, &effects)
    } else if let reason = reply.endCall {
      if let target = reply.transfer {
        record(.event(kind: "transfer", detail: target), &effects)
        effects.append(.transfer(to: target))
      }
      end(.agentEnded(reason), at: now, &effects)
    }
  }

  /// Where the caller stopped hearing: the hold if there is one, else by the clock.
  func heardPosition(at now: MediaTime) -> Int { hold?.position ?? playout.played(at: now) }

  /// Puts the agent's turn into the dialogue and the record, as far as it was heard; returns how many words were.
  @discardableResult
  mutating func closeAgentTurn(
    _ reply: Reply, cutAt position: Int?, at now: MediaTime, _ effects: inout [CallEffect]
  ) -> Int {
    guard playout.sent > 0 else { return 0 }
    let said = reply.text
    let ledger = playout.heard(at: position ?? playout.sent)
    let heard = ledger.text
    let wasCut = position != nil && heard != said
    let length = MediaTime.samples(position ?? playout.sent, rate: settings.sampleRate)
    // What was heard comes between the caller's words: those before it are no part of a turn any more.
    carryOver = nil
    if !heard.isEmpty || !wasCut {
      dialogue.utterances.append(.init(speaker: .agent, text: heard, wasCut: wasCut))
    }
    if wasCut {
      record(
        .event(
          kind: "agent_cut",
          detail: "\(ledger.rule.rawValue): heard \(ledger.words) of \(ledger.total) words, "
            + "\(ledger.surely) surely, \(ledger.possibly) sent"),
        &effects)
    }
    record(
      .agentTurn(
        text: shown(agent: said), heard: shown(agent: heard), wasCut: wasCut, start: reply.startPosition,
        end: reply.startPosition + length),
      &effects)
    effects.append(.observe(.agentTurn(heard: shown(agent: heard), wasCut: wasCut)))
    return ledger.words
  }

  // MARK: Interruption

  /// The caller may be interrupting: stop at once, decide when it is known what was said.
  mutating func holdPlayback(at now: MediaTime, _ effects: inout [CallEffect]) {
    hold = Hold(position: playout.played(at: now), since: now)
    clearUnheard(at: now, &effects)
    effects.append(.observe(.agentHeld))
  }

  /// Takes back what was sent and not yet played, and lets the voice down.
  mutating func clearUnheard(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard playout.sentUntil > now else { return }
    epoch += 1
    let length = settings.packetTime.samples(rate: settings.sampleRate)
    cutFade = playout.fade(from: playout.played(at: now), length)
    effects.append(.sendClear)
    effects.append(.sendFade(samples: length))
  }

  /// A false alarm: go on from the sample at which the caller stopped hearing.
  mutating func resumePlayback(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let held = hold else { return }
    hold = nil
    playout.rewind(to: held.position, at: now)
    speaking?.waitsSince = now
    speaking?.ranOutAt = nil
    effects.append(.observe(.agentResumed))
  }

  mutating func confirmInterruption(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let held = hold, playout.sent > 0 else { return }
    // Who speaks into the last words of a question is answering it.
    let hasInterrupted = speaking?.isComplete == false || leftUnsaid(after: held) > settings.lastWords
    record(.event(kind: "barge_in", detail: ""), &effects)
    let reply = speaking
    // And who speaks before a word could be heard goes on with the turn that was thought to be over.
    let wasHeard = cutReply(at: now, &effects)
    utterance?.hasInterrupted = hasInterrupted && wasHeard
    if !wasHeard, let reply { takeBack(reply, &effects) }
  }

  func leftUnsaid(after hold: Hold) -> MediaTime {
    .samples(playout.appended - hold.position, rate: settings.sampleRate)
  }

  /// Ends the agent's turn where the caller stopped hearing it; returns whether a word of it was heard.
  @discardableResult
  mutating func cutReply(at now: MediaTime, _ effects: inout [CallEffect]) -> Bool {
    guard let reply = speaking else { return false }
    if hold == nil, playout.sent > 0 { holdPlayback(at: now, &effects) }
    cancel(reply, &effects)
    let words = closeAgentTurn(reply, cutAt: heardPosition(at: now), at: now, &effects)
    speaking = nil
    hold = nil
    playout.reset()
    return words > 0
  }

  /// The caller went on before any of the reply could be heard: the two halves are one turn.
  mutating func withdrawUnheard(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let reply = speaking else { return }
    guard playout.sent == 0, case .callerSaid = reply.occasion else {
      cutReply(at: now, &effects)
      return
    }
    cancel(reply, &effects)
    speaking = nil
    hold = nil
    playout.reset()
    takeBack(reply, &effects)
  }

  /// Of the reply no word was heard: what it answered is still unanswered, and nothing has moved on.
  private mutating func takeBack(_ reply: Reply, _ effects: inout [CallEffect]) {
    carryOver = nil
    guard case .callerSaid(let text) = reply.occasion else { return }
    carryOver = text
    apply(reply.flowBefore, &effects)
  }
}
