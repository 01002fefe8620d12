internal import Audio
internal import CallCore
internal import EventLog

/// What happens to a call on its way into its event log: gathered in blocks, then handed over.
///
/// Once a block finds no room the rest of the log is left out, and its end says so; the call never notices.
struct CallLogFeed {
  /// About a second of G.711.
  private static let blockBytes = 8 << 10
  /// Room behind it, so that the entry that fills a block fits.
  private static let blockRoom = blockBytes + 2 << 10

  private let call: CallID
  private let sink: CallLogSink
  private var encoder = LogEncoder(capacity: Self.blockRoom)
  /// A drain that has done nothing yet; one that goes on doing nothing is not written.
  private var idleDrain: MediaTime?
  /// The next drain belongs to the step that is under way.
  private var isSettling = false
  private var isTruncated = false

  init(_ header: LogHeader, sink: CallLogSink) {
    call = header.call
    self.sink = sink
    hand(.header(header))
  }

  // MARK: Steps

  mutating func step(_ step: LogStep, at now: MediaTime) {
    idleDrain = nil
    if case .settle = step { isSettling = true }
    encoder.step(step, at: now)
  }

  mutating func drain(at now: MediaTime) {
    if !isSettling { idleDrain = now }
    isSettling = false
  }

  /// The drain does something.
  mutating func touch() {
    guard let now = idleDrain else { return }
    idleDrain = nil
    encoder.step(.drain, at: now)
  }

  // MARK: What comes

  mutating func frame(_ header: FrameHeader, _ payload: Span<UInt8>) {
    touch()
    encoder.frame(header, payload)
    if encoder.bytes.count >= Self.blockBytes { handOver() }
  }

  mutating func taken(_ event: CallEvent) {
    touch()
    if let samples = encoder.taken(event) { hand(.samples(samples)) }
  }

  mutating func line(_ text: String, _ samples: [Int16]) {
    if let samples = encoder.line(text, samples) { hand(.samples(samples)) }
  }

  // MARK: What the call made of it

  mutating func fed(_ event: CallEvent, _ effects: [CallEffect], at now: MediaTime, media: MediaTime) {
    touch()
    encoder.fed(event, effects)
    sink.watch?(event, effects, now, media)
  }

  mutating func sent(digest: UInt32) { encoder.sent(digest: digest) }

  mutating func finish() {
    handOver()
    _ = sink.take(call, .end(isTruncated: isTruncated))
  }

  // MARK: Handing over

  private mutating func handOver() { hand(.entries(encoder.takeBlock(capacity: Self.blockRoom))) }

  private mutating func hand(_ block: LogBlock) {
    guard !isTruncated else { return }
    isTruncated = !sink.take(call, block)
  }
}
