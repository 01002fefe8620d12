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
    _ occasion: ReplyRequest.Occasion, isConfirmed: Bool = true, at now: MediaTime,
    _ effects: inout [CallEffect]
  ) -> Reply {
    lastGeneration += 1
    var request = ReplyRequest(
      agent: agent, dialogue: unansweredLeftOut(of: occasion), occasion: occasion,
      wallClock: settings.wallClockAtZero + now.seconds)
    request.isConfirmed = isConfirmed
    request.call = settings.call
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
    playout.reset(for: reply.generation)
    hold = nil
    var reply = reply
    let prepared = reply.prepared
    reply.prepared = []
    speaking = reply
    for piece in prepared {
      put(piece, into: &reply)
      switch piece {
      case .clauseBegan(_, let text): effects.append(.observe(.agentClause(shown(agent: text))))
      case .keys(_, let keys): recordSent(keys, &effects)
      case .samples, .words, .clauseEnded: break
      }
    }
    reply.startPosition = mediaPosition
    reply.flowBefore = dialogue.flow
    for tool in reply.tools { toolUsed(tool, &effects) }
    reply.tools = []
    speaking = reply
    apply(reply.flow, &effects)
    // Nobody is talked over, not even by a reply that had nothing to wait for.
    if callerIsSpeaking, utterance?.end == nil, utterance != nil, soundSince == nil {
      holdPlayback(at: now, &effects)
    }
    sendDue(at: now, &effects)
  }

  mutating func apply(_ flow: FlowState?, _ effects: inout [CallEffect]) {
    guard let flow, flow != dialogue.flow else { return }
    dialogue.flow = flow
    let shown = SensitiveText.masked(flow, of: agent)
    record(.flow(shown), &effects)
    effects.append(.observe(.flow(shown)))
  }

  mutating func reply(
    _ generation: Int, _ event: ReplyEvent, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    let isSpeaking = speaking?.generation == generation
    // After its end a model has nothing more to say, and in the agent's own lines it has no part.
    let isOver = isSpeaking && speaking?.textIsComplete == true
    guard !isOver, isSpeaking || speculative?.generation == generation else {
      // What was done stays done, though nobody hears of it.
      if case .tool(let tool) = event, (1...max(1, lastGeneration)).contains(generation) {
        toolUsed(tool, &effects)
      }
      return
    }
    guard var reply = isSpeaking ? speaking : speculative, !reply.textIsComplete else { return }
    switch event {
    case .text(let text): add(clauses: reply.cutter.feed(text), to: &reply, at: now)
    case .digits(let keys):
      add(clauses: reply.cutter.flush(), to: &reply, at: now)
      lastClause += 1
      reply.waiting.append((lastClause, .digits(keys)))
    case .flow(let flow):
      reply.flow = flow
      if isSpeaking { apply(flow, &effects) }
    case .endCall(let reason): reply.endCall = reason
    case .transfer(let target):
      reply.transfer = target
      reply.endCall = "transferred"
    case .tool(let tool):
      if isSpeaking { toolUsed(tool, &effects) } else { reply.tools.append(tool) }
      // A tool has its own deadline; the caller's patience begins anew with it.
      reply.waitsSince = now
      if reply.ranOutAt != nil { reply.ranOutAt = now }
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

  private mutating func toolUsed(_ tool: ToolRecord, _ effects: inout [CallEffect]) {
    dialogue.note(tool)
    let state = tool.result == nil ? "begun" : tool.isError ? "failed" : "answered"
    record(.event(kind: "tool", detail: "\(tool.name) \(state)"), &effects)
  }

  mutating func add(clauses: [String], to reply: inout Reply, at now: MediaTime) {
    for text in clauses where !text.isEmpty {
      lastClause += 1
      reply.waiting.append((lastClause, .text(text)))
      reply.text += reply.text.isEmpty ? text : " \(text)"
      if reply.firstClauseAt == nil { reply.firstClauseAt = now }
    }
  }

  mutating func synthesiseNext(of reply: inout Reply, _ effects: inout [CallEffect]) {
    while reply.synthesising == nil, !reply.waiting.isEmpty {
      let (clause, piece) = reply.waiting.removeFirst()
      switch piece {
      case .text(let text):
        reply.synthesising = clause
        put(.clauseBegan(clause, text), into: &reply)
        if speaking?.generation == reply.generation {
          effects.append(.observe(.agentClause(shown(agent: text))))
        }
        effects.append(.startSynthesis(clause: clause, text: text))
      case .digits(let keys):
        put(.keys(clause, keys), into: &reply)
        if speaking?.generation == reply.generation { recordSent(keys, &effects) }
      }
    }
  }

  private mutating func recordSent(_ keys: String, _ effects: inout [CallEffect]) {
    record(.event(kind: "dtmf_sent", detail: "\(keys.count) keys"), &effects)
  }

  /// Adds to what the caller is to hear, or to what is prepared for it.
  private mutating func put(_ piece: Reply.Prepared, into reply: inout Reply) {
    guard speaking?.generation == reply.generation else { return reply.prepared.append(piece) }
    switch piece {
    case .clauseBegan(let clause, let text): beginClause(clause, text)
    case .samples(let samples): playout.append(samples)
    case .words(let words): if let last = playout.lastClause { playout.add(words, to: last.id) }
    case .clauseEnded(let clause): playout.endClause(clause)
    case .keys(let clause, let keys):
      beginClause(clause, "")
      playout.append(DualTone.samples(of: keys, sampleRate: settings.sampleRate))
      playout.endClause(clause)
    }
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
      put(.samples(samples), into: &reply)
    case .words(let words): put(.words(words), into: &reply)
    case .substituted: record(.event(kind: "voice_substituted", detail: ""), &effects)
    case .finished:
      put(.clauseEnded(clause), into: &reply)
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
      // What was sent ahead would delay the apology, and be heard though it is not in the record.
      if hold == nil { clearUnheard(at: now, &effects) }
      cancel(reply, &effects)
      closeAgentTurn(reply, cutAt: heardPosition(at: now), at: now, &effects)
      speaking = nil
    }
    guard failures == 1 else { return end(.providerFailed(error.description), at: now, &effects) }
    say([agent.lines.trouble], ending: nil, at: now, &effects)
  }
}
