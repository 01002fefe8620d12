public import Audio
internal import Bytes
public import CallCore
internal import Conversation
internal import Providers

/// Turns what happens to a call into the bytes of entries blocks. Times and frame numbers are written as differences
/// from the last, so the entries of a log belong together.
///
/// What a frame costs is a copy of its payload and about ten bytes beside it.
public struct LogEncoder: Sendable {
  /// The block so far.
  public private(set) var bytes: [UInt8] = []
  private var lastTime = MediaTime.zero
  private var lastFrame = FrameHeader(track: .inbound, arrival: .zero)
  private var effects = EffectDigest()
  private var nextSamples = 0
  /// Lines that the log has already, and where.
  private var lines: [String: (number: Int, count: Int)] = [:]
  private var lastLine: Int?
  /// The next thing fed is the event that was taken last.
  private var hasTaken = false

  /// - Parameter capacity: bytes that a block has room for without growing.
  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Takes the block out; another of `capacity` bytes is begun.
  public mutating func takeBlock(capacity: Int) -> [UInt8] {
    var block: [UInt8] = []
    block.reserveCapacity(capacity)
    swap(&block, &bytes)
    return block
  }

  // MARK: Entries

  public mutating func step(_ step: LogStep, at now: MediaTime) {
    switch step {
    case .begin(let level):
      begin(.begin, at: now)
      bytes.append(UInt8(level.rawValue))
    case .drain: begin(.drain, at: now)
    case .settle(let answer?):
      begin(.settle, at: now)
      bytes.appendLittleEndian(answer.bitPattern)
    case .settle(nil): begin(.settleAlone, at: now)
    case .deadline: begin(.deadline, at: now)
    case .load(let level):
      begin(.load, at: now)
      bytes.append(UInt8(level.rawValue))
    }
  }

  private mutating func begin(_ tag: LogFormat.Tag, at now: MediaTime) {
    bytes.append(tag.rawValue)
    bytes.appendZigzag((now - lastTime).nanoseconds)
    lastTime = now
  }

  public mutating func frame(_ header: FrameHeader, _ payload: Span<UInt8>) {
    let last = lastFrame
    let follows =
      header.track == last.track && header.chunk == last.chunk &+ 1
      && header.sequence == (last.sequence < 0 ? last.sequence : last.sequence &+ 1)
      && header.timestampMs == last.timestampMs &+ 20 && header.arrival == .zero
    if follows {
      bytes.append(LogFormat.Tag.nextFrame.rawValue)
    } else {
      bytes.append(LogFormat.Tag.frame.rawValue)
      bytes.append(header.track == .inbound ? 0 : 1)
      bytes.appendZigzag(header.chunk &- last.chunk)
      bytes.appendZigzag(header.sequence &- last.sequence)
      bytes.appendZigzag(header.timestampMs &- last.timestampMs)
      bytes.appendZigzag(header.arrival.nanoseconds)
    }
    bytes.appendRun(payload)
    lastFrame = header
  }

  /// Returns samples that must be put before the block, as the log's next samples.
  public mutating func taken(_ event: CallEvent) -> [Int16]? {
    bytes.append(LogFormat.Tag.taken.rawValue)
    hasTaken = true
    guard case .synthesis(_, .audio(let samples)) = event else {
      append(event, samples: 0)
      return nil
    }
    append(event, samples: nextSamples)
    nextSamples += 1
    return samples
  }

  /// A line that came from the cache. Returns samples that must be put before the block, if they are new to the log.
  public mutating func line(_ text: String, _ samples: [Int16]) -> [Int16]? {
    bytes.append(LogFormat.Tag.line.rawValue)
    bytes.appendText(text)
    if let known = lines[text], known.count == samples.count {
      bytes.appendNumber(known.number)
      lastLine = known.number
      return nil
    }
    let number = nextSamples
    nextSamples += 1
    bytes.appendNumber(number)
    lines[text] = (number, samples.count)
    lastLine = number
    return samples
  }

  public mutating func fed(_ event: CallEvent, _ effects: [CallEffect]) {
    if hasTaken {
      bytes.append(LogFormat.Tag.fedTaken.rawValue)
      hasTaken = false
    } else {
      bytes.append(LogFormat.Tag.fed.rawValue)
      append(event, samples: lastLine ?? 0)
    }
    bytes.appendVarint(UInt64(effects.count))
    for effect in effects {
      let mark = self.effects.add(effect)
      bytes.append(mark.kind)
      bytes.appendLittleEndian(mark.digest)
    }
  }

  public mutating func sent(digest: UInt32) {
    bytes.append(LogFormat.Tag.sent.rawValue)
    bytes.appendLittleEndian(digest)
  }

  // MARK: Events

  private mutating func append(_ event: CallEvent, samples: Int) {
    switch event {
    case .answered: tag(.answered)
    case .speechStarted(let at): tag(.speechStarted, at)
    case .speechEnded(let at): tag(.speechEnded, at)
    case .recogniser(let event): append(event)
    case .reply(let generation, let event): append(event, generation: generation)
    case .synthesis(let clause, let event): append(event, clause: clause, samples: samples)
    case .markReturned(let epoch, let clause): tag(.markReturned, epoch, clause)
    case .digit(let digit):
      tag(.digit)
      bytes.appendText(String(digit))
    case .streamReplaced: tag(.streamReplaced)
    case .hungUp: tag(.hungUp)
    case .connectionLost: tag(.connectionLost)
    case .outboundStalled: tag(.outboundStalled)
    case .shutdown: tag(.shutdown)
    case .loadChanged(let level): tag(.loadChanged, level.rawValue)
    case .budget(let isSpent): tag(.budget, isSpent ? 1 : 0)
    case .deadline: tag(.deadline)
    }
  }

  private mutating func append(_ event: RecogniserEvent) {
    switch event {
    case .partial(let utterance, let text):
      tag(.partial, utterance)
      bytes.appendText(text)
    case .final(let utterance, let flush, let text):
      tag(.final, utterance, flush)
      bytes.appendText(text)
    case .failed(let error):
      tag(.recogniserFailed)
      bytes.appendError(error)
    }
  }

  private mutating func append(_ event: ReplyEvent, generation: Int) {
    switch event {
    case .text(let text):
      tag(.replyText, generation)
      bytes.appendText(text)
    case .digits(let keys):
      tag(.replyDigits, generation)
      bytes.appendText(keys)
    case .flow(let flow):
      tag(.replyFlow, generation)
      bytes.appendRun(LogHeader.json(flow).span)
    case .endCall(let reason):
      tag(.replyEndCall, generation)
      bytes.appendText(reason)
    case .transfer(let target):
      tag(.replyTransfer, generation)
      bytes.appendText(target)
    case .tool(let record):
      tag(.replyTool, generation)
      bytes.appendRun(LogHeader.json(record).span)
    case .finished: tag(.replyFinished, generation)
    case .failed(let error):
      tag(.replyFailed, generation)
      bytes.appendError(error)
    }
  }

  private mutating func append(_ event: SynthesisEvent, clause: Int, samples: Int) {
    switch event {
    case .audio: tag(.synthesisAudio, clause, samples)
    case .words(let words):
      tag(.synthesisWords, clause)
      bytes.appendVarint(UInt64(words.count))
      for word in words {
        bytes.appendText(word.text)
        bytes.appendZigzag(word.start.nanoseconds)
        bytes.appendZigzag(word.end.nanoseconds)
      }
    case .substituted: tag(.synthesisSubstituted, clause)
    case .finished: tag(.synthesisFinished, clause)
    case .failed(let error):
      tag(.synthesisFailed, clause)
      bytes.appendError(error)
    }
  }

  private mutating func tag(_ tag: LogFormat.EventTag) { bytes.append(tag.rawValue) }

  private mutating func tag(_ tag: LogFormat.EventTag, _ number: Int) {
    bytes.append(tag.rawValue)
    bytes.appendNumber(number)
  }

  private mutating func tag(_ tag: LogFormat.EventTag, _ first: Int, _ second: Int) {
    bytes.append(tag.rawValue)
    bytes.appendNumber(first)
    bytes.appendNumber(second)
  }

  private mutating func tag(_ tag: LogFormat.EventTag, _ time: MediaTime) {
    bytes.append(tag.rawValue)
    bytes.appendZigzag(time.nanoseconds)
  }
}
