internal import Audio
internal import Conversation
internal import Providers
internal import TurnTaking

// The caller's side: utterances, endpointing, interruptions, digits.
extension CallMachine {
  mutating func speechStarted(at start: MediaTime, _ now: MediaTime, _ effects: inout [CallEffect]) {
    callerIsSpeaking = true
    wordsAt = now
    isAskedToWait = false
    if !soundGoesOn(at: now) { makeRoom(at: now, &effects) }
    if utterance == nil {
      openUtterance(from: start, now, &effects)
    } else {
      // The caller was only pausing.
      if let end = utterance?.end { utterance?.lastEnd = end }
      utterance?.end = nil
      utterance?.endpoint = nil
      utterance?.probedAt = nil
      withdrawSpeculation(&effects)
    }
  }

  /// The agent falls silent, whatever it was about to say, until it is known what the caller says.
  private mutating func makeRoom(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let reply = speaking, hold == nil else { return }
    if playout.sent == 0, case .callerSaid = reply.occasion {
      withdrawUnheard(at: now, &effects)
    } else {
      holdPlayback(at: now, &effects)
    }
  }

  mutating func openUtterance(from start: MediaTime, _ now: MediaTime, _ effects: inout [CallEffect]) {
    lastUtterance += 1
    utterance = Utterance(number: lastUtterance, start: start, openedAt: now)
    effects.append(.openUtterance(lastUtterance, from: start))
  }

  mutating func speechEnded(at end: MediaTime, _ now: MediaTime, _ effects: inout [CallEffect]) {
    // An end that nothing began is no sound: it would put the question whether anyone is there off for ever.
    if callerIsSpeaking { soundEndedAt = now }
    callerIsSpeaking = false
    speechOver(at: end, now, &effects)
  }

  /// The agent's own voice came back: as if nothing had sounded.
  mutating func echoHeard(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard callerIsSpeaking else { return }
    callerIsSpeaking = false
    soundEndedAt = now
    guard let open = utterance, open.end == nil else { return }
    if let end = open.lastEnd, !open.text.isEmpty {
      // The caller had spoken before it.
      speechOver(at: end, now, &effects)
    } else {
      dismissUtterance("", as: "echo", at: now, &effects)
    }
  }

  mutating func speechOver(at end: MediaTime, _ now: MediaTime, _ effects: inout [CallEffect]) {
    guard utterance != nil else { return }
    utterance?.end = end
    utterance?.probedAt = nil
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
      if text != utterance?.text { wordsAt = now }
      utterance?.text = text
      utterance?.lastPartial = text
      effects.append(load.shedsPartials ? .shed(.partial) : .observe(.callerPartial(shown(caller: text))))
      if soundSince != nil, saysSomething(text) {
        soundSince = nil
        makeRoom(at: now, &effects)
      }
      if hold != nil, callerIsSpeaking, isBelievable(text), saysSomething(text) {
        confirmInterruption(at: now, &effects)
      }
    case .final(let number, let flush, let text):
      guard let open = utterance, open.number == number, open.flush == flush else { return }
      utterance?.answeredFlush = flush
      utterance?.text = text
      utterance?.recognition = now - open.flushedAt
      if open.end != nil {
        settled(text, at: now, &effects)
      } else {
        probed(text, before: open.text, at: now, &effects)
      }
    case .failed(let error):
      record(.event(kind: "recogniser_failed", detail: error.description), &effects)
      guard let open = utterance, open.end != nil else { return }
      // Go on with what was understood so far.
      utterance?.answeredFlush = open.flush
      utterance?.hasFailed = true
    }
  }

  /// Whether so few words may be believed yet: of a sound that has just begun a recogniser makes any word. Nothing is lost
  /// by waiting, for the agent is silent already.
  private func isBelievable(_ text: String) -> Bool {
    guard let start = utterance?.start else { return false }
    return Self.wordCount(text) > 2 || mediaPosition - start >= settings.believableLength
  }

  /// The text of everything the caller said before this silence is known.
  private mutating func settled(_ text: String, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let end = utterance?.end else { return }
    guard !text.isEmpty, speaking == nil || saysSomething(text) else {
      if utterance?.end != nil { dismissUtterance(text, at: now, &effects) }
      return
    }
    effects.append(.observe(.callerPartial(shown(caller: text))))
    if hold != nil { confirmInterruption(at: now, &effects) }
    let endpoint = callTime(of: end) + silenceWanted()
    utterance?.endpoint = endpoint
    speculate(on: text, at: now, &effects)
  }

  /// It was a cough, a noise or a "mm-hm": the agent goes on from where the caller stopped hearing it.
  mutating func dismissUtterance(
    _ text: String, as kind: String? = nil, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    utterance = nil
    effects.append(.closeUtterance)
    // An earlier final may have sounded like a turn.
    withdrawSpeculation(&effects)
    let kind = kind ?? (text.isEmpty ? "noise" : "backchannel")
    record(.event(kind: kind, detail: shown(caller: text)), &effects)
    resumePlayback(at: now, &effects)
    if let unanswered = carryOver, speaking == nil {
      startReply(.callerSaid(unanswered), timing: nil, at: now, &effects)
      carryOver = nil
    }
    // Keys that were pressed meanwhile belong to no turn of words.
    if !digits.isEmpty, digitDeadline == nil { digitsEntered(at: now, &effects) }
  }

  /// How long the silence must last, given the words so far.
  private mutating func silenceWanted() -> MediaTime {
    let question = agent.expectedAnswer(in: dialogue.flow)
    let expecting: EndpointingPolicy.ExpectedAnswer =
      switch question {
      case _ where utterance?.hasInterrupted == true: .interruption
      case .yesNo: .yesNo
      case .shortValue: .short
      case .open: .open
      case .spelled: .spelled
      }
    let shape: EndpointingPolicy.WordShape =
      switch completeness(expecting: expecting == .interruption && question != .spelled ? .open : question) {
      case .complete: .complete
      case .likely: .likely
      case .unfinished: .unfinished
      }
    let silence = settings.endpointing.silence(
      after: shape, expecting: expecting, isRounded: UtteranceShape.isRounded(utterance?.text ?? ""))
    utterance?.reason = EndpointReason(silence: silence, shape: shape, answer: expecting)
    return silence
  }

  /// How finished the caller's words sound. A recogniser that is asked for a settled text in mid-sentence may
  /// make a whole word of the half it heard; when the hypothesis before it, of the same length, broke off, that
  /// is believed, unless it had only heard the beginning of the last word.
  private func completeness(expecting answer: AnswerKind) -> Completeness {
    guard let utterance else { return .likely }
    let settled = UtteranceShape.completeness(of: utterance.text, expecting: answer)
    guard settled != .unfinished, !utterance.lastPartial.isEmpty,
      Self.wordCount(utterance.lastPartial) >= Self.wordCount(utterance.text),
      !Self.lastWord(utterance.text).hasPrefix(Self.lastWord(utterance.lastPartial))
    else { return settled }
    let before = UtteranceShape.completeness(of: utterance.lastPartial, expecting: answer)
    return before == .unfinished ? .unfinished : settled
  }

  private static func lastWord(_ text: String) -> String {
    (text.split(separator: " ").last ?? "").lowercased().filter(\.isLetter)
  }

  private static func wordCount(_ text: String) -> Int { text.split(separator: " ").count }

  /// Whether the words are more than a sign of listening. Into the last words of a question they are its answer, be it
  /// but a "yes".
  func saysSomething(_ text: String) -> Bool {
    if isAnswerDue {
      return !text.isEmpty && agent.expectedAnswer(in: dialogue.flow) == .yesNo
        || !Backchannel.isBackchannel(text)
    }
    // Who picks up and says hello has not heard the agent yet.
    if playout.sent == 0, Backchannel.isGreeting(text) { return true }
    // Speech that has ended is only known to have a little later.
    let length = utterance.map { max(.zero, ($0.end ?? mediaPosition - settings.speechEndDelay) - $0.start) }
    return !Backchannel.isBackchannel(text, lasting: length)
  }

  /// Whether the agent had all but asked its question when the caller spoke.
  private var isAnswerDue: Bool {
    guard let hold, let reply = speaking, reply.isComplete, !reply.endsCall else { return false }
    return leftUnsaid(after: hold) <= settings.lastWords
  }

  mutating func endpointIfDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let open = utterance, let endpoint = open.endpoint, now >= endpoint else { return }
    guard open.isSettled || now >= endpoint + settings.recognitionPatience else { return }
    guard !open.text.isEmpty else { return heardNoWords(open, at: now, &effects) }
    if hold != nil { confirmInterruption(at: now, &effects) }
    confirmTurn(open, at: now, &effects)
  }

  /// Nothing was recognised. When the recogniser itself never answered and the caller spoke for longer than anyone
  /// coughs, there were words: going on as if there were none would be talking over them.
  private mutating func heardNoWords(_ open: Utterance, at now: MediaTime, _ effects: inout [CallEffect]) {
    let length = (open.end ?? open.start) - open.start
    // Who waits for an answer is owed one, however short it was what nobody understood.
    let isOwed = open.hasFailed && speaking == nil
    guard isOwed || (!open.isSettled || open.hasFailed) && length >= settings.interruptionLength else {
      return dismissUtterance("", at: now, &effects)
    }
    utterance = nil
    effects.append(.closeUtterance)
    record(.event(kind: "not_recognised", detail: length.description), &effects)
    if hold != nil { confirmInterruption(at: now, &effects) }
    withdrawUnheard(at: now, &effects)
    carryOver = nil
    withdrawSpeculation(&effects)
    say([agent.lines.notCaught], ending: nil, at: now, &effects)
  }

  /// The caller's turn is over: its reply may be heard.
  private mutating func confirmTurn(_ open: Utterance, at now: MediaTime, _ effects: inout [CallEffect]) {
    let end = open.end ?? mediaPosition
    let keys = takeDigits()
    var open = open
    if !keys.isEmpty { open.text += " \(keys)" }
    utterance = nil
    effects.append(.closeUtterance)
    turn += 1
    silences = 0
    if let reason = open.reason { effects.append(.observe(.endpoint(reason))) }
    budget.turnOver()
    isAskedToWait = WaitRequest.isExpressed(by: open.text)
    if wasOnlyHailed(by: open.text) {
      recordCallerTurn(open.text, from: open.start, to: end, &effects)
      dialogue.utterances.append(.init(speaker: .caller, text: open.text))
      withdrawSpeculation(&effects)
      return resumePlayback(at: now, &effects)
    }
    withdrawUnheard(at: now, &effects)
    recordCallerTurn(open.text, from: open.start, to: end, &effects)
    let timing = PendingTiming(
      turn: turn, speechEndedAt: callTime(of: end), confirmedAt: now, recognition: open.recognition,
      wasSpeculative: speculative != nil)
    let text = wholeText(of: open.text)
    if var prepared = speculative, prepared.occasion == .callerSaid(text) {
      speculative = nil
      budget.used()
      effects.append(.confirmReply(generation: prepared.generation))
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

  /// A caller who says hello before the greeting could be heard is answered by the greeting.
  private func wasOnlyHailed(by text: String) -> Bool {
    guard hold != nil, playout.sent == 0, let reply = speaking, reply.occasion == .callAnswered else {
      return false
    }
    return Self.wordCount(text) <= 4
  }

  /// The words to answer: with those before them when their answer was withdrawn unheard.
  private func wholeText(of text: String) -> String {
    carryOver.map { "\($0) \(text)" } ?? text
  }

  mutating func recordCallerTurn(
    _ text: String, from start: MediaTime, to end: MediaTime, _ effects: inout [CallEffect]
  ) {
    let text = shown(caller: text)
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
    guard budget.isAllowed(agent.limits.speculationWaste) else { return budget.skipped() }
    budget.started()
    speculative = makeReply(.callerSaid(whole), isConfirmed: false, at: now, &effects)
  }

  mutating func withdrawSpeculation(_ effects: inout [CallEffect]) {
    guard let reply = speculative else { return }
    cancel(reply, &effects)
    budget.wasted(limit: agent.limits.speculationWaste)
    speculative = nil
  }
}
