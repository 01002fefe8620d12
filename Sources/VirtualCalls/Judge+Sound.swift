internal import Audio
internal import CallCore
internal import Conversation

// What is sent to the caller.
extension Judge {
  mutating func cleared(at now: MediaTime) {
    epoch += 1
    rewind(at: now)
    isCleared = true
    fadeIsDue = true
    earUntil = min(earUntil, now)
    speechUntil = min(speechUntil, now)
  }

  mutating func resumed(at now: MediaTime) {
    isCleared = false
    lastActivity = now
  }

  /// A message of agent audio.
  mutating func sent(_ samples: borrowing Span<Int16>, at now: MediaTime) {
    let packet = settings.packetTime.samples(rate: settings.sampleRate)
    earUntil = max(earUntil, now) + .samples(samples.count, rate: settings.sampleRate)
    require(
      !samples.isEmpty && samples.count % packet == 0
        && earUntil - now <= max(settings.sendLead, settings.longestLead) + settings.messageLength
          + settings.packetTime,
      .boundedLead, "\(samples.count) samples sent, which makes a lead of \(earUntil - now)")
    var first = 0
    var isSilent = true
    var isNoisy = false
    while first < samples.count {
      let sample = samples[first]
      var end = first + 1
      while end < samples.count, samples[end] == sample { end += 1 }
      if let origin = ClauseJob.origin(of: sample, among: clauses.count) {
        isSilent = false
        speak(origin.index, word: origin.word, count: end - first)
      } else {
        require(ClauseJob.isNoise(sample), .audioInOrder, "a sample that nobody has made")
        require(
          sample == 0 || voice.map { !replies[$0].isOver } ?? false, .audioInOrder,
          "comfort noise where nobody speaks")
        if sample != 0 { isNoisy = true }
        silent(end - first)
      }
      first = end
    }
    if !isSilent || !isNoisy { speechUntil = earUntil }
    if isSilent { require(!isCleared, .noAudioAfterClear, "silence sent after a clear at \(now)") }
    if let voice, !replies[voice].isOver {
      owedSince = nil
      hasUnansweredTurn = false
    }
  }

  private mutating func silent(_ count: Int) {
    if let last = sent.last, last.clause < 0 {
      sent[sent.count - 1].count += count
    } else {
      sent.append((-1, count))
    }
  }

  private mutating func speak(_ index: Int, word: Int, count: Int) {
    let reply = clauses[index].reply
    if voice != reply { takeFloor(reply) }
    require(!isCleared, .noAudioAfterClear, "clause \(clauses[index].clause) goes on after a clear")
    require(
      !replies[reply].isCancelled && !replies[reply].isOver && !clauses[index].isCancelled,
      .noWithdrawnAudio, "clause \(clauses[index].clause) of a reply that was withdrawn")
    order(index, word, count)
    let key = index << 8 | word
    if key > replies[reply].lastWordSent {
      replies[reply].lastWordSent = key
      replies[reply].wordsSent += 1
    }
  }

  private mutating func order(_ index: Int, _ word: Int, _ count: Int) {
    if let last = sent.last(where: { $0.clause >= 0 })?.clause, last != index {
      require(
        last < index && clauses[last].isFinished && abs(clauses[last].sent - clauses[last].fed) <= slack,
        .audioInOrder,
        "clause \(clauses[index].clause) follows clause \(clauses[last].clause), of which "
          + "\(clauses[last].sent) of \(clauses[last].fed) samples were sent")
    }
    let from = clauses[index].sent
    let until = from + count
    require(
      word < clauses[index].wordEnds.count && clauses[index].start(of: word) <= from + slack
        && until <= clauses[index].wordEnds[word] + slack
        && until <= clauses[index].fed + slack,
      .audioInOrder,
      "samples \(from)..<\(until) of clause \(clauses[index].clause) are sent as word \(word + 1)")
    clauses[index].sent = until
    sent.append((index, count))
  }

  /// Another reply is heard for the first time.
  private mutating func takeFloor(_ reply: Int) {
    requireVoiceIsRecorded()
    // Nobody is asked for an apology, and it may come between.
    let generation = replies[reply].generation
    require(
      generation == 0 || generation > lastGenerationHeard, .noWithdrawnAudio,
      "reply \(generation) is heard after reply \(lastGenerationHeard)")
    lastGenerationHeard = max(lastGenerationHeard, generation)
    voice = reply
    isCleared = false
    sent.removeAll(keepingCapacity: true)
    slack = 0
    guard let words = replies[reply].answers else { return }
    let turn = transcript.last { $0.speaker == .caller }?.text
    require(
      turn.map { words == $0 || words.hasSuffix(" " + $0) } ?? false, .nothingUnconfirmed,
      "an answer to \"\(words)\" is heard, the last turn is \"\(turn ?? "")\"")
    require(answeredTurn < turns, .oneReplyPerTurn, "turn \(turns) is answered twice")
    answeredTurn = turns
  }
}
