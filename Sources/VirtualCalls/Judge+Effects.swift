internal import Audio
internal import CallCore
internal import Conversation
internal import Providers

// Work, records and marks.
extension Judge {
  /// - Parameter played: words of the reply heard last that the carrier has played, or will.
  mutating func see(_ effect: CallEffect, at now: MediaTime, played: Int) {
    if hasEnded { require(false, .recordsInOrder, "an effect after the end") }
    let mayFade = exchange(&fadeIsDue, for: false)
    switch effect {
    case .openUtterance(let number, _): opened(number)
    case .flushUtterance(let flush):
      require(openUtterance != nil && flush == lastFlush + 1, .legalWork, "flush \(flush) after \(lastFlush)")
      lastFlush = flush
    case .closeUtterance: closed(at: now)
    case .startReply(let generation, let request): started(generation, request)
    case .cancelReply(let generation): cancelledReply(generation)
    case .confirmReply(let generation): confirmedReply(generation)
    case .transfer: require(!endIsRecorded, .recordsInOrder, "a transfer after the end")
    case .startSynthesis: break  // `started(clause:)` is told, with the job.
    case .cancelSynthesis(let clause): cancelledClause(clause)
    case .sendAudio: break  // `sent(_:)` is told, with the samples.
    case .sendMark(let epoch, let clause): marked(epoch, clause)
    case .sendClear: cleared(at: now)
    case .sendFade(let count):
      require(
        mayFade && count == settings.packetTime.samples(rate: settings.sampleRate), .noAudioAfterClear,
        "a fade of \(count) samples that is not right behind a clear")
    case .record(let record): recorded(record, at: now, played: played)
    case .observe(.agentResumed): resumed(at: now)
    case .observe, .shed: break
    case .end:
      require(endIsRecorded, .recordsInOrder, "the call ended without a record of it")
      hasEnded = true
    }
  }

  // MARK: Utterances

  private mutating func opened(_ number: Int) {
    require(
      openUtterance == nil && number == lastUtterance + 1, .legalWork,
      "utterance \(number) opened after \(lastUtterance)")
    openUtterance = number
    lastUtterance = number
    lastFlush = 0
    owedSince = nil
    callerFellSilentAt = nil
  }

  private mutating func closed(at now: MediaTime) {
    require(openUtterance != nil, .legalWork, "an utterance closed while none is open")
    openUtterance = nil
    callerFellSilentAt = nil
    lastActivity = now
    // Who picked up in the middle of a sound is owed the greeting from its end.
    if hasUnansweredTurn || owedSince != nil { owedSince = now }
  }

  // MARK: Replies

  private mutating func started(_ generation: Int, _ request: ReplyRequest) {
    require(
      generation > lastGeneration, .legalWork, "reply \(generation) started after \(lastGeneration)")
    lastGeneration = generation
    let answers: String? = if case .callerSaid(let text) = request.occasion { text } else { nil }
    require(
      context(of: request.dialogue.utterances, and: answers), .contextIsTranscript,
      "reply \(generation) is asked with \(Self.words(request.dialogue.utterances)), written is "
        + Self.words(transcript))
    var job = ReplyJob(generation: generation, answers: answers)
    job.isConfirmed = request.isConfirmed
    replies.append(job)
    repliesRunning += 1
  }

  /// Whether the context is the transcript. Words still to be confirmed come on top of it, and several turns
  /// without an answer between may have become one.
  private func context(of utterances: [Dialogue.Utterance], and answers: String?) -> Bool {
    guard let answers else { return utterances == transcript }
    let head = transcript.lastIndex { $0.speaker == .agent }.map { $0 + 1 } ?? 0
    guard utterances.count >= head, utterances[..<head] == transcript[..<head] else { return false }
    let told = utterances[head...].lazy.map(\.text) + [answers]
    let written = transcript[head...].map(\.text).joined(separator: " ")
    let all = Array(told).joined(separator: " ")
    return utterances[head...].allSatisfy { $0.speaker == .caller }
      && (written.isEmpty || all == written || all.hasPrefix(written + " "))
  }

  private static func words(_ utterances: [Dialogue.Utterance]) -> String {
    utterances.map { "\($0.speaker.rawValue): \($0.text)" }.joined(separator: " | ")
  }

  private mutating func cancelledReply(_ generation: Int) {
    let index = reply(generation)
    require(
      index.map { !replies[$0].isCancelled } ?? false, .legalWork,
      "reply \(generation) cancelled, which does not run")
    guard let index else { return }
    if replies[index].isRunning { repliesRunning -= 1 }
    replies[index].isCancelled = true
  }

  private mutating func confirmedReply(_ generation: Int) {
    guard let index = reply(generation) else {
      return require(false, .legalWork, "reply \(generation) confirmed, which was never started")
    }
    require(
      !replies[index].isCancelled && !replies[index].isConfirmed, .legalWork,
      "reply \(generation) confirmed, which was cancelled or needs no confirming")
    require(
      hasUnansweredTurn && replies[index].answers != nil, .nothingUnconfirmed,
      "reply \(generation) confirmed without a turn of the caller's")
    replies[index].isConfirmed = true
  }

  // MARK: Clauses

  /// The reply that a clause started now belongs to. A line of the machine's own is nobody's but its own, unless it
  /// bridges the wait for a reply.
  mutating func replyOfClause(_ text: String) -> Int {
    let line = ownLine(text)
    if case .filler = line, let waiting = replies.lastIndex(where: { $0.isRunning && !$0.isOver }) {
      return waiting
    }
    let going: Int? =
      switch line {
      case .following: replyThatGoesOn
      case .first, .filler: nil
      case nil: source >= 0 ? source : nil
      }
    require(
      line != nil || going != nil, .legalWork,
      "\"\(text)\" is spoken, which neither model nor agent has said")
    if let going { return going }
    replies.append(ReplyJob(generation: 0, answers: nil))
    return replies.count - 1
  }

  /// Whose a later sentence is that models say, too ("Goodbye."): that of the reply whose event brought it, or of the
  /// machine's own line that has begun since it was given up.
  private var replyThatGoesOn: Int? {
    if source >= 0, replies[source].generation == 0 || !isGivenUp(source) { return source }
    let own = replies.indices.last { $0 > source && replies[$0].generation == 0 && !replies[$0].isOver }
    return own ?? (source >= 0 ? source : nil)
  }

  private func isGivenUp(_ reply: Int) -> Bool {
    replies[reply].isCancelled || replies[reply].isOver
      || clauses.last { $0.reply == reply }?.isCancelled ?? false
  }

  mutating func started(_ clause: ClauseJob) {
    require(
      !clauses.contains { $0.clause == clause.clause }, .legalWork,
      "clause \(clause.clause) started a second time")
    lastClause = max(lastClause, clause.clause)
    require(clause.text.contains { !$0.isWhitespace }, .textToSpeak, "clause \(clause.clause) is empty")
    clauses.append(clause)
    clausesRunning += 1
  }

  private mutating func cancelledClause(_ number: Int) {
    let index = clause(number)
    require(
      index.map { !clauses[$0].isCancelled } ?? false, .legalWork,
      "clause \(number) cancelled, which does not run")
    guard let index else { return }
    if clauses[index].isRunning { clausesRunning -= 1 }
    clauses[index].isCancelled = true
  }

  private mutating func marked(_ epoch: Int, _ number: Int) {
    require(epoch == self.epoch, .legalMark, "a mark of epoch \(epoch) in epoch \(self.epoch)")
    let index = clause(number)
    let isSent =
      index.map {
        clauses[$0].isFinished && clauses[$0].markedIn != epoch
          && abs(clauses[$0].sent - clauses[$0].fed) <= slack
      } ?? false
    require(isSent, .legalMark, "a mark of clause \(number), which is not wholly sent or marked already")
    if let index { clauses[index].markedIn = epoch }
  }

  // MARK: Records

  private mutating func recorded(_ record: CallRecord, at now: MediaTime, played: Int) {
    require(
      record.sequence == lastSequence + 1 && !endIsRecorded, .recordsInOrder,
      "record \(record.sequence) after \(lastSequence)\(endIsRecorded ? ", the end" : "")")
    lastSequence = record.sequence
    switch record.body {
    case .callerTurn(let text, _, _):
      turns += 1
      transcript.append(.init(speaker: .caller, text: text))
      hasUnansweredTurn = true
      owedSince = now
    case .agentTurn(let text, let heard, let wasCut, _, _):
      agentTurn(text, heard: heard, wasCut: wasCut, played: played)
      if heard.isEmpty, wasCut {
        // What nobody heard is no part of the conversation, and no answer.
        answeredTurn = min(answeredTurn, turns - 1)
      } else {
        transcript.append(.init(speaker: .agent, text: heard, wasCut: wasCut))
      }
      lastActivity = now
    case .ended: endIsRecorded = true
    case .event(let kind, _): if kind == "reply_failed" { failed(at: now) }
    case .timing, .flow: break
    }
  }

  private mutating func failed(at now: MediaTime) {
    // The apology has as much time as the reply had.
    if owedSince != nil { owedSince = now - settings.replyPatience }
  }

  private mutating func agentTurn(_ text: String, heard: String, wasCut: Bool, played: Int) {
    guard let voice, !replies[voice].isOver else {
      return require(false, .heardWasSent, "\"\(heard)\" is recorded and nothing was sent")
    }
    let spoken = clauses.filter { $0.reply == voice && $0.fed > 0 }.map(\.text).joined(separator: " ")
    let claimed = Self.wordCount(heard)
    // Of a clause whose words have no times the ledger can but guess where they lie.
    let isGuess = clauses.last { $0.reply == voice && $0.sent > 0 }.map { !$0.manner.tellsWords } ?? false
    let sent = replies[voice].wordsSent + (isGuess && wasCut ? 1 : 0)
    let isBeginning = spoken == heard || heard.isEmpty || spoken.hasPrefix(heard + " ")
    require(
      isBeginning && claimed <= sent, .heardWasSent, "\"\(heard)\" of \"\(spoken)\": \(sent) words were sent")
    ledger.note(claimed: claimed, played: played, isCut: wasCut || isCleared)
    replies[voice].isOver = true
  }

  private static func wordCount(_ text: String) -> Int {
    text.isEmpty ? 0 : text.utf8.count { $0 == 0x20 } + 1
  }
}
