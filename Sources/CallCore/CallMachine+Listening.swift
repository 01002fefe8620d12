internal import Audio
internal import Conversation
internal import Providers
internal import TurnTaking

// The caller's side: utterances, endpointing, interruptions, digits.
extension CallMachine {
  mutating func speechStarted(at start: MediaTime, _ now: MediaTime, _ effects: inout [CallEffect]) {
    callerIsSpeaking = true
    if speaking != nil, hold == nil, playout.sent > 0, playout.sentUntil > now {
      holdPlayback(at: now, &effects)
    }
    if let reply = speaking, playout.sent == 0, case .callerSaid = reply.occasion {
      withdrawUnheard(at: now, &effects)
    }
    if utterance == nil {
      lastUtterance += 1
      utterance = Utterance(number: lastUtterance, start: start)
      effects.append(.openUtterance(lastUtterance, from: start))
    } else {
      // The caller was only pausing.
      utterance?.end = nil
      utterance?.endpoint = nil
      withdrawSpeculation(&effects)
    }
  }

  mutating func speechEnded(at end: MediaTime, _ now: MediaTime, _ effects: inout [CallEffect]) {
    callerIsSpeaking = false
    guard utterance != nil else { return }
    utterance?.end = end
    utterance?.flush += 1
    utterance?.flushedAt = now
    let endpoint = callTime(of: end) + silenceWanted()
    utterance?.endpoint = endpoint
    effects.append(.flushUtterance(flush: utterance?.flush ?? 0))
  }

  mutating func recogniser(_ event: RecogniserEvent, at now: MediaTime, _ effects: inout [CallEffect]) {
    switch event {
    case .partial(let number, let text):
      guard utterance?.number == number, utterance?.isSettled == false, !text.isEmpty else { return }
      utterance?.text = text
      utterance?.lastPartial = text
      effects.append(load.shedsPartials ? .shed(.partial) : .observe(.callerPartial(text)))
      if hold != nil, callerIsSpeaking, saysSomething(text) { confirmInterruption(at: now, &effects) }
    case .final(let number, let flush, let text):
      guard let open = utterance, open.number == number, open.flush == flush else { return }
      utterance?.answeredFlush = flush
      utterance?.text = text
      utterance?.recognition = now - open.flushedAt
      if open.end != nil { settled(text, at: now, &effects) }
    case .failed(let error):
      record(.event(kind: "recogniser_failed", detail: error.description), &effects)
      guard let open = utterance, open.end != nil else { return }
      // Go on with what was understood so far.
      utterance?.answeredFlush = open.flush
    }
  }

  /// The text of everything the caller said before this silence is known.
  private mutating func settled(_ text: String, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let end = utterance?.end else { return }
    guard !text.isEmpty, speaking == nil || saysSomething(text) else {
      if utterance?.end != nil { dismissUtterance(text, at: now, &effects) }
      return
    }
    if hold != nil { confirmInterruption(at: now, &effects) }
    effects.append(.observe(.callerPartial(text)))
    let endpoint = callTime(of: end) + silenceWanted()
    utterance?.endpoint = endpoint
    speculate(on: text, at: now, &effects)
  }

  /// It was a cough, a noise or a "mm-hm": the agent goes on from where the caller stopped hearing it.
  private mutating func dismissUtterance(_ text: String, at now: MediaTime, _ effects: inout [CallEffect]) {
    utterance = nil
    effects.append(.closeUtterance)
    // An earlier final may have sounded like a turn.
    withdrawSpeculation(&effects)
    record(.event(kind: text.isEmpty ? "noise" : "backchannel", detail: text), &effects)
    resumePlayback(at: now, &effects)
    if let unanswered = carryOver, speaking == nil {
      startReply(.callerSaid(unanswered), timing: nil, at: now, &effects)
      carryOver = nil
    }
  }

  /// How long the silence must last, given the words so far.
  private mutating func silenceWanted() -> MediaTime {
    let question = agent.expectedAnswer(in: dialogue.flow)
    let expecting: EndpointingPolicy.ExpectedAnswer =
      switch question {
      case .yesNo: .yesNo
      case .shortValue: .short
      case .open: .open
      case .spelled: .spelled
      }
    let shape: EndpointingPolicy.WordShape =
      switch completeness(expecting: question) {
      case .complete: .complete
      case .likely: .likely
      case .unfinished: .unfinished
      }
    let silence = settings.endpointing.silence(after: shape, expecting: expecting)
    utterance?.reason = EndpointReason(silence: silence, shape: shape, answer: expecting)
    return silence
  }

  /// How finished the caller's words sound. A recogniser that is asked for a settled text in mid-sentence may
  /// make a whole word of the half it heard; when the hypothesis before it, of the same length, broke off, that
  /// is believed.
  private func completeness(expecting answer: AnswerKind) -> Completeness {
    guard let utterance else { return .likely }
    let settled = UtteranceShape.completeness(of: utterance.text, expecting: answer)
    guard settled != .unfinished, !utterance.lastPartial.isEmpty,
      Self.wordCount(utterance.lastPartial) >= Self.wordCount(utterance.text)
    else { return settled }
    let before = UtteranceShape.completeness(of: utterance.lastPartial, expecting: answer)
    return before == .unfinished ? .unfinished : settled
  }

  private static func wordCount(_ text: String) -> Int { text.split(separator: " ").count }

  /// Whether the words are more than a sign of listening.
  private func saysSomething(_ text: String) -> Bool { !Backchannel.isBackchannel(text) }

  mutating func endpointIfDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let open = utterance, let endpoint = open.endpoint, now >= endpoint else { return }
    guard open.isSettled || now >= endpoint + settings.recognitionPatience else { return }
    guard !open.text.isEmpty else { return dismissUtterance("", at: now, &effects) }
    if hold != nil { confirmInterruption(at: now, &effects) }
    confirmTurn(open, at: now, &effects)
  }

  /// The caller's turn is over: its reply may be heard.
  private mutating func confirmTurn(_ open: Utterance, at now: MediaTime, _ effects: inout [CallEffect]) {
    let end = open.end ?? mediaPosition
    utterance = nil
    effects.append(.closeUtterance)
    turn += 1
    silences = 0
    if let reason = open.reason { effects.append(.observe(.endpoint(reason))) }
    withdrawUnheard(at: now, &effects)
    recordCallerTurn(open.text, from: open.start, to: end, &effects)
    let timing = PendingTiming(
      turn: turn, speechEndedAt: callTime(of: end), confirmedAt: now, recognition: open.recognition,
      wasSpeculative: speculative != nil)
    let text = wholeText(of: open.text)
    if var prepared = speculative, prepared.occasion == .callerSaid(text) {
      speculative = nil
      prepared.timing = timing
      dialogue.utterances.append(.init(speaker: .caller, text: open.text))
      commit(prepared, at: now, &effects)
    } else {
      withdrawSpeculation(&effects)
      startReply(.callerSaid(text), timing: timing, at: now, &effects)
      dialogue.utterances.append(.init(speaker: .caller, text: open.text))
    }
    carryOver = nil
  }

  /// The words to answer: with those before them when their answer was withdrawn unheard.
  private func wholeText(of text: String) -> String {
    carryOver.map { "\($0) \(text)" } ?? text
  }

  mutating func recordCallerTurn(
    _ text: String, from start: MediaTime, to end: MediaTime, _ effects: inout [CallEffect]
  ) {
    record(.callerTurn(text: text, start: start, end: end), &effects)
    effects.append(.observe(.callerTurn(text)))
  }

  /// Starts the reply before the turn is confirmed; it changes nothing until it is committed.
  private mutating func speculate(on text: String, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard speaking == nil || playout.sent == 0 else { return }
    let whole = wholeText(of: text)
    if speculative?.occasion == .callerSaid(whole) { return }
    guard !load.shedsSpeculation else { return effects.append(.shed(.speculation)) }
    withdrawSpeculation(&effects)
    speculative = makeReply(.callerSaid(whole), at: now, &effects)
  }

  mutating func withdrawSpeculation(_ effects: inout [CallEffect]) {
    guard let reply = speculative else { return }
    cancel(reply, &effects)
    speculative = nil
  }

  // MARK: Digits

  mutating func received(digit: Character, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard digits.count < 64 else { return }
    digits.append(digit)
    digitDeadline = digit == "#" ? now : now + settings.digitTimeout
    record(.event(kind: "dtmf", detail: String(digit)), &effects)
  }

  mutating func digitsEntered(at now: MediaTime, _ effects: inout [CallEffect]) {
    let text = digits.filter { $0 != "#" }
    digits = ""
    digitDeadline = nil
    guard !text.isEmpty, utterance == nil else { return }
    if speaking != nil { cutReply(at: now, &effects) }
    turn += 1
    silences = 0
    recordCallerTurn(text, from: mediaPosition, to: mediaPosition, &effects)
    startReply(.callerSaid(text), timing: nil, at: now, &effects)
    dialogue.utterances.append(.init(speaker: .caller, text: text))
  }
}
