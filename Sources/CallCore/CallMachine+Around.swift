internal import Audio
internal import Conversation
internal import Providers

// Around the turns: silence, the longest call, slow replies, keys, and sound that is nobody's words.
extension CallMachine {
  // MARK: Silence

  /// How long the line may be silent before the agent speaks up.
  private var silenceWished: MediaTime {
    .seconds(
      isAskedToWait ? max(agent.limits.waitSeconds, agent.idle.silenceSeconds) : agent.idle.silenceSeconds)
  }

  /// When the agent speaks up, while the line is silent.
  var idleDeadline: MediaTime? {
    guard let idleSince else { return nil }
    guard let soundSince else { return idleSince + silenceWished }
    let patience = max(soundSince + .seconds(agent.limits.holdSeconds), idleSince + silenceWished)
    return callerIsSpeaking ? patience : min(patience, max(idleSince, soundEndedAt) + silenceWished)
  }

  private var isQuiet: Bool {
    guard speaking == nil, digitDeadline == nil, settings.greets else { return false }
    if soundSince != nil { return utterance?.text.isEmpty ?? true }
    return utterance == nil && !callerIsSpeaking
  }

  mutating func updateIdle(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard isQuiet else {
      idleSince = nil
      return
    }
    if idleSince == nil { idleSince = now }
    guard let due = idleDeadline, now >= due else { return }
    idleSince = nil
    isAskedToWait = false
    if soundSince != nil { soundSince = callerIsSpeaking ? now : nil }
    silences += 1
    // The ladder ends with a goodbye; a model that goes on asking is not asked again.
    guard silences <= agent.idle.times + 1 else { return end(.callerSilent, at: now, &effects) }
    startReply(.callerSilent(times: silences), timing: nil, at: now, &effects)
  }

  // MARK: The longest call

  private var durationLimit: MediaTime { answeredAt + .seconds(Int64(agent.maxDurationSeconds)) }

  private var warningAt: MediaTime { durationLimit - .seconds(agent.limits.warningSeconds) }

  var durationDeadline: MediaTime {
    switch durationNotice {
    case .none:
      canSpeakUp && hasWarning ? min(warningAt, durationLimit) : durationLimit
    case .warned: durationLimit
    case .goodbye: lastWordsAt + settings.lastWordsTime
    }
  }

  /// A call so short that it would begin with its warning has none.
  private var hasWarning: Bool {
    let seconds = agent.limits.warningSeconds
    return seconds > 0 && Double(agent.maxDurationSeconds) >= 3 * seconds && !agent.lines.timeWarning.isEmpty
  }

  /// Nobody is saying anything, and nothing is being prepared.
  private var canSpeakUp: Bool { speaking == nil && utterance == nil && !callerIsSpeaking }

  mutating func durationIfDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    switch durationNotice {
    case .none where now >= durationLimit: sayLastWords(at: now, &effects)
    case .none where now >= warningAt && hasWarning && canSpeakUp:
      durationNotice = .warned
      record(.event(kind: "duration_warning", detail: ""), &effects)
      say([agent.lines.timeWarning], ending: nil, at: now, &effects)
    case .warned where now >= durationLimit: sayLastWords(at: now, &effects)
    case .goodbye where now >= lastWordsAt + settings.lastWordsTime:
      end(lastWordsReason, at: now, &effects)
    default: break
    }
  }

  /// - Parameter isSpent: false: most of it.
  mutating func budgetReached(_ isSpent: Bool, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hasAnswered, durationNotice != .goodbye else { return }
    record(.event(kind: isSpent ? "budget_spent" : "budget_warning", detail: ""), &effects)
    if isSpent { sayLastWords(.overBudget, at: now, &effects) }
  }

  /// The time is over: whoever speaks is cut off, politely.
  private mutating func sayLastWords(
    _ reason: EndReason = .maxDuration, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    lastWordsAt = now
    durationNotice = .goodbye
    var waitsSince: MediaTime?
    if hold == nil, let reply = speaking { waitsSince = reply.silentSince }
    withdrawSpeculation(&effects)
    if speaking != nil { cutReply(at: now, &effects) }
    closeOpenUtterance(&effects)
    lastWordsReason = reason
    say([agent.lines.timeUp, agent.lines.goodbye(for: .incomplete)], ending: reason, at: now, &effects)
    // Who waits already does not wait any longer for other words.
    if let waitsSince, speaking?.firstSentAt == nil { speaking?.waitsSince = waitsSince }
  }

  /// The caller's unfinished turn goes on record, and is not answered.
  private mutating func closeOpenUtterance(_ effects: inout [CallEffect]) {
    guard let open = utterance else { return }
    utterance = nil
    effects.append(.closeUtterance)
    guard !open.text.isEmpty else { return }
    recordCallerTurn(open.text, from: open.start, to: open.end ?? mediaPosition, &effects)
    dialogue.utterances.append(.init(speaker: .caller, text: open.text))
    // Words of turns before it are no longer the last ones.
    carryOver = nil
  }

  // MARK: Lines of the engine's own

  /// Says fixed lines, without a language model.
  mutating func say(
    _ lines: [String], ending reason: EndReason?, at now: MediaTime, _ effects: inout [CallEffect]
  ) {
    lastGeneration += 1
    var line = Reply(generation: lastGeneration, occasion: .callerSilent(times: 0), startedAt: now)
    line.textIsComplete = true
    line.endReason = reason
    // Sentence by sentence, as they were spoken ahead.
    let sentences = lines.filter { filled($0) != nil }.flatMap { SentenceCutter.sentences(of: $0) }
    add(clauses: sentences.compactMap { filled($0) }, to: &line, at: now)
    commit(line, at: now, &effects)
    guard var line = speaking else { return }
    synthesiseNext(of: &line, &effects)
    speaking = line
  }

  private func filled(_ line: String) -> String? {
    LineTemplate(line).filled { name in
      switch name {
      case "agent": agent.name
      case "company": agent.company
      default: dialogue.flow.value(of: name)?.spoken
      }
    }
  }

  // MARK: Slow replies

  func fillerDeadline(_ reply: Reply) -> MediaTime {
    guard mayFill(reply), let delay = settings.fillerDelay else { return .distantFuture }
    return reply.waitsSince + delay
  }

  /// Only before the first word: a filler within a reply is a stammer.
  private func mayFill(_ reply: Reply) -> Bool {
    guard case .callerSaid = reply.occasion, !reply.hasFiller, !agent.lines.fillers.isEmpty else {
      return false
    }
    return reply.firstClauseAt == nil && !reply.textIsComplete && !callerIsSpeaking
  }

  mutating func fillerIfDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hold == nil, var reply = speaking, now >= fillerDeadline(reply) else { return }
    let filler = agent.lines.fillers[fillersSaid % agent.lines.fillers.count]
    fillersSaid += 1
    reply.hasFiller = true
    guard let filler = filled(filler) else {
      speaking = reply
      return
    }
    record(.event(kind: "filler", detail: filler), &effects)
    lastClause += 1
    reply.waiting.append((lastClause, .text(filler)))
    reply.text = filler
    synthesiseNext(of: &reply, &effects)
    speaking = reply
  }

  /// A reply that does not come, or stops coming, is given up.
  mutating func patienceIfOver(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard hold == nil, let reply = speaking else { return }
    guard !reply.isComplete, let since = reply.silentSince, now >= since + settings.replyPatience else {
      return
    }
    // A timer may be later than the audio that it is to miss.
    guard reply.firstSentAt != nil || !hasPacket else { return }
    replyFailed(.failed("no audio within \(settings.replyPatience)"), at: now, &effects)
  }

  // MARK: Keys

  mutating func received(digit: Character, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard digits.count < 64, DualTone.frequencies(of: digit) != nil else { return }
    digits.append(digit)
    digitDeadline = digit == "#" ? now : now + settings.digitTimeout
    record(.event(kind: "dtmf", detail: isConfidential ? SensitiveText.mask : String(digit)), &effects)
  }

  /// No more keys come. While the caller speaks they belong to the turn that is being said.
  mutating func digitsEntered(at now: MediaTime, _ effects: inout [CallEffect]) {
    digitDeadline = nil
    guard utterance == nil else { return }
    let text = takeDigits()
    guard !text.isEmpty else { return }
    if speaking != nil { cutReply(at: now, &effects) }
    carryOver = nil
    turn += 1
    silences = 0
    isAskedToWait = false
    recordCallerTurn(text, from: mediaPosition, to: mediaPosition, &effects)
    startReply(.callerSaid(text), timing: nil, at: now, &effects)
    dialogue.utterances.append(.init(speaker: .caller, text: text))
  }

  /// The keys pressed so far, without the one that ends an entry.
  mutating func takeDigits() -> String {
    defer {
      digits = ""
      digitDeadline = nil
    }
    return digits.filter { $0 != "#" }
  }

  // MARK: Sound without words

  /// When it is looked at whether what sounds is words at all, and how long the recogniser may take to say so.
  var soundDeadline: MediaTime? {
    guard callerIsSpeaking, let open = utterance, open.end == nil else { return nil }
    if soundSince != nil { return open.openedAt + settings.soundStretch }
    if let probed = open.probedAt { return probed + settings.recognitionPatience }
    return wordsAt + .seconds(agent.limits.soundSeconds)
  }

  mutating func soundIfDue(at now: MediaTime, _ effects: inout [CallEffect]) {
    lookAtSound(at: now, &effects)
    // Whoever still sounds when a turn is over is listened to: new words may follow. Last words are not answered.
    if callerIsSpeaking, utterance == nil, soundSince != nil || durationNotice != .goodbye {
      wordsAt = now
      openUtterance(from: mediaPosition, now, &effects)
    }
  }

  private mutating func lookAtSound(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let due = soundDeadline, now >= due, let open = utterance else { return }
    if soundSince != nil {
      // Listen on, and let the recogniser forget what it was played so far.
      effects.append(.closeUtterance)
      openUtterance(from: mediaPosition, now, &effects)
    } else if open.probedAt == nil {
      // A recogniser that gives no partials may well have words: it is asked before they are called noise.
      utterance?.probedAt = now
      utterance?.flush += 1
      utterance?.flushedAt = now
      effects.append(.flushUtterance(flush: open.flush + 1))
    } else {
      takeForSound(at: now, &effects)
    }
  }

  /// The recogniser's answer, asked in mid-speech.
  mutating func probed(_ text: String, before: String, at now: MediaTime, _ effects: inout [CallEffect]) {
    guard utterance?.probedAt != nil else { return }
    utterance?.probedAt = nil
    wordsAt = now
    if text == before { takeForSound(at: now, &effects) }
  }

  /// Music, a machine, a room full of people: what sounds has no words, or none any more.
  private mutating func takeForSound(at now: MediaTime, _ effects: inout [CallEffect]) {
    guard let open = utterance else { return }
    soundSince = now
    record(.event(kind: "sound", detail: open.text.isEmpty ? "no words" : "behind words"), &effects)
    if open.text.isEmpty || speaking != nil && !saysSomething(open.text) {
      dismissUtterance("", at: now, &effects)
    } else {
      // The turn is over, though the line is not silent.
      speechOver(at: mediaPosition, now, &effects)
    }
  }

  /// Whether sound goes on that has been found to be nobody's words; a pause of some length ends it.
  mutating func soundGoesOn(at now: MediaTime) -> Bool {
    guard soundSince != nil else { return false }
    if now - soundEndedAt > settings.soundPause { soundSince = nil }
    return soundSince != nil
  }
}
