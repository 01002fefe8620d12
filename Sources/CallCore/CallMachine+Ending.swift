internal import Audio
internal import Conversation
internal import Providers

// Beginning, end, and what is put on record.
extension CallMachine {
  mutating func answered(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard !hasAnswered else { return }
    hasAnswered = true
    answeredAt = now
    lastMediaAt = now
    record(.event(kind: "answered", detail: ""), &effects)
    if settings.greets { startReply(.callAnswered, timing: nil, at: now, &effects) }
  }

  mutating func streamReplaced(at now: MediaTime, _ effects: inout [CallEffect]) {
    epoch += 1
    lastMediaAt = now
    mediaOrigin = nil
    record(.event(kind: "stream_replaced", detail: ""), &effects)
    // Where all was heard there is nothing to repeat, and a reply that stalls gains no time.
    if speaking != nil, hold == nil, playout.sentUntil > now {
      if playout.gatheredSamples > 0 { speaking?.ranOutAt = nil }
      playout.rewind(to: playout.played(at: now), at: now)
    }
  }

  /// Ends the call: whatever was being said on either side is recorded as far as it went.
  mutating func end(_ reason: EndReason, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard !hasEnded else { return }
    withdrawSpeculation(&effects)
    if let reply = speaking {
      let wholly = hold == nil && reply.isComplete && !playout.hasUnsent && now >= playout.sentUntil
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
    record(.flow(SensitiveText.masked(dialogue.flow, of: agent)), &effects)
    record(.ended(reason), &effects)
    hasEnded = true
    effects.append(.end(reason))
  }

  mutating func record(_ body: CallRecord.Body, _ effects: inout [CallEffect]) {
    lastSequence += 1
    effects.append(.record(CallRecord(sequence: lastSequence, at: mediaPosition, body: body)))
  }

  // MARK: In confidence

  /// What the caller says now answers a sensitive question.
  var isConfidential: Bool { SensitiveText.isExpected(by: agent, in: dialogue.flow) }

  /// The caller's words as others than the agent may see them.
  func shown(caller text: String) -> String {
    isConfidential && !text.isEmpty ? SensitiveText.mask : text
  }

  /// The agent's words as others may see them.
  func shown(agent text: String) -> String { SensitiveText.masked(text, saying: dialogue.flow, of: agent) }
}
