internal import Audio
internal import CallCore
internal import Conversation
internal import Providers

/// Reads entries blocks, in order: the counterpart of `LogEncoder`.
struct LogDecoder {
  /// The log's samples so far, by number.
  var samples: [[Int16]] = []
  private var lastTime = MediaTime.zero
  private var lastFrame = FrameHeader(track: .inbound, arrival: .zero)

  /// Appends a block's entries. False when something in it is not an entry; those before are kept.
  mutating func read(_ block: [UInt8], into entries: inout [LogEntry]) -> Bool {
    var cursor = LogCursor(block)
    while !cursor.isAtEnd {
      guard let entry = entry(&cursor) else { return false }
      entries.append(entry)
    }
    return true
  }

  private mutating func entry(_ cursor: inout LogCursor) -> LogEntry? {
    guard let tag = cursor.byte().flatMap(LogFormat.Tag.init) else { return nil }
    switch tag {
    case .begin, .drain, .settle, .settleAlone, .deadline, .load: return step(tag, &cursor)
    case .nextFrame, .frame: return frame(tag, &cursor)
    case .taken: return event(&cursor).map { .taken($0) }
    case .line:
      guard let text = cursor.text(), let number = cursor.number(), samples.indices.contains(number)
      else { return nil }
      return .line(text: text, samples: samples[number])
    case .fed:
      guard let event = event(&cursor) else { return nil }
      return marks(&cursor).map { .fed(event, effects: $0) }
    case .fedTaken: return marks(&cursor).map { .fed(nil, effects: $0) }
    case .sent: return cursor.word32().map { .sent(digest: $0) }
    }
  }

  private mutating func step(_ tag: LogFormat.Tag, _ cursor: inout LogCursor) -> LogEntry? {
    guard let passed = cursor.time() else { return nil }
    let now = lastTime + passed
    lastTime = now
    switch tag {
    case .begin: return level(&cursor).map { .step(.begin($0), at: now) }
    case .load: return level(&cursor).map { .step(.load($0), at: now) }
    case .drain: return .step(.drain, at: now)
    case .settle: return cursor.word32().map { .step(.settle(Float(bitPattern: $0)), at: now) }
    case .settleAlone: return .step(.settle(nil), at: now)
    case .deadline: return .step(.deadline, at: now)
    case .nextFrame, .frame, .taken, .line, .fed, .fedTaken, .sent: return nil
    }
  }

  private func level(_ cursor: inout LogCursor) -> LoadLevel? {
    cursor.byte().flatMap { LoadLevel(rawValue: Int($0)) }
  }

  private mutating func frame(_ tag: LogFormat.Tag, _ cursor: inout LogCursor) -> LogEntry? {
    var header = lastFrame
    if tag == .nextFrame {
      header.chunk &+= 1
      if header.sequence >= 0 { header.sequence &+= 1 }
      header.timestampMs &+= 20
      header.arrival = .zero
    } else {
      guard let track = cursor.byte(), track <= 1, let chunk = cursor.zigzag(),
        let sequence = cursor.zigzag(), let timestamp = cursor.zigzag(), let arrival = cursor.time()
      else { return nil }
      header.track = track == 0 ? .inbound : .outbound
      header.chunk &+= chunk
      header.sequence &+= sequence
      header.timestampMs &+= timestamp
      header.arrival = arrival
    }
    guard let payload = cursor.run() else { return nil }
    lastFrame = header
    return .frame(header, payload: payload)
  }

  private func marks(_ cursor: inout LogCursor) -> [EffectMark]? {
    guard let count = cursor.varint(), count <= 1 << 20 else { return nil }
    var marks: [EffectMark] = []
    for _ in 0..<count {
      guard let kind = cursor.byte(), let digest = cursor.word32() else { return nil }
      marks.append(EffectMark(kind: kind, digest: digest))
    }
    return marks
  }

  // MARK: Events

  private func event(_ cursor: inout LogCursor) -> CallEvent? {
    guard let tag = cursor.byte().flatMap(LogFormat.EventTag.init) else { return nil }
    switch tag {
    case .answered: return .answered
    case .speechStarted: return cursor.time().map { .speechStarted(at: $0) }
    case .speechEnded: return cursor.time().map { .speechEnded(at: $0) }
    case .partial, .final, .recogniserFailed: return recogniserEvent(tag, &cursor).map { .recogniser($0) }
    case .replyText, .replyFlow, .replyEndCall, .replyFinished, .replyFailed, .replyDigits,
      .replyTransfer, .replyTool:
      guard let generation = cursor.number() else { return nil }
      return replyEvent(tag, &cursor).map { .reply(generation: generation, $0) }
    case .synthesisAudio, .synthesisWords, .synthesisSubstituted, .synthesisFinished, .synthesisFailed:
      guard let clause = cursor.number() else { return nil }
      return synthesisEvent(tag, &cursor).map { .synthesis(clause: clause, $0) }
    case .markReturned:
      guard let epoch = cursor.number(), let clause = cursor.number() else { return nil }
      return .markReturned(epoch: epoch, clause: clause)
    case .digit:
      guard let text = cursor.text(), text.count == 1 else { return nil }
      return text.first.map { .digit($0) }
    case .streamReplaced: return .streamReplaced
    case .hungUp: return .hungUp
    case .connectionLost: return .connectionLost
    case .outboundStalled: return .outboundStalled
    case .shutdown: return .shutdown
    case .loadChanged: return cursor.number().flatMap(LoadLevel.init).map { .loadChanged($0) }
    case .budget: return cursor.number().map { .budget(isSpent: $0 != 0) }
    case .deadline: return .deadline
    }
  }

  private func recogniserEvent(_ tag: LogFormat.EventTag, _ cursor: inout LogCursor) -> RecogniserEvent? {
    if case .recogniserFailed = tag { return cursor.error().map { .failed($0) } }
    guard let utterance = cursor.number() else { return nil }
    if case .partial = tag { return cursor.text().map { .partial(utterance: utterance, text: $0) } }
    guard let flush = cursor.number(), let text = cursor.text() else { return nil }
    return .final(utterance: utterance, flush: flush, text: text)
  }

  private func replyEvent(_ tag: LogFormat.EventTag, _ cursor: inout LogCursor) -> ReplyEvent? {
    switch tag {
    case .replyText: cursor.text().map { .text($0) }
    case .replyDigits: cursor.text().map { .digits($0) }
    case .replyFlow: cursor.run().flatMap { LogHeader.value(FlowState.self, from: $0) }.map { .flow($0) }
    case .replyEndCall: cursor.text().map { .endCall(reason: $0) }
    case .replyTransfer: cursor.text().map { .transfer(to: $0) }
    case .replyTool: cursor.run().flatMap { LogHeader.value(ToolRecord.self, from: $0) }.map { .tool($0) }
    case .replyFinished: .finished
    default: cursor.error().map { .failed($0) }
    }
  }

  private func synthesisEvent(_ tag: LogFormat.EventTag, _ cursor: inout LogCursor) -> SynthesisEvent? {
    switch tag {
    case .synthesisAudio:
      cursor.number().flatMap { samples.indices.contains($0) ? .audio(samples[$0]) : nil }
    case .synthesisWords: words(&cursor).map { .words($0) }
    case .synthesisSubstituted: .substituted
    case .synthesisFinished: .finished
    default: cursor.error().map { .failed($0) }
    }
  }

  private func words(_ cursor: inout LogCursor) -> [SpokenWord]? {
    guard let count = cursor.varint(), count <= 1 << 16 else { return nil }
    var words: [SpokenWord] = []
    for _ in 0..<count {
      guard let text = cursor.text(), let start = cursor.time(), let end = cursor.time() else { return nil }
      words.append(SpokenWord(text, start: start, end: end))
    }
    return words
  }
}
