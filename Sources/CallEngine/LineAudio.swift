internal import Audio
internal import Resampling
internal import SileroVAD
internal import TurnTaking

/// The caller's line as it sounds: decoded payloads and concealed gaps, at the call's rate, and the voice-activity
/// detector that listens to them.
struct LineAudio: ~Copyable {
  /// A gap is filled to its whole length, so that the call's clock is the carrier's; concealment is silent from
  /// 60 ms on. Beyond this the carrier has begun to count anew.
  private static let longestGap = Int(ReorderBuffer.jumpLimit)
  private var decoder: MediaDecoder
  private var concealer: Concealer
  /// What the detector listens to when the call's own rate is not its 8 kHz.
  private var narrowband: Resampler?
  /// The last second at the call's rate, so that an utterance can begin before it was noticed.
  private(set) var history: SampleCircle
  /// Samples of the last frame that came, which is what a lost one is taken to have had.
  private var frameLength = 0
  private(set) var detector: VoiceActivityDetector
  /// What the voice-activity model remembers of this call.
  private(set) var modelState = SileroState()
  /// Samples that the detector had no room for yet.
  private var backlog: [Int16] = []
  private var backlogStart = 0
  /// Lost samples that the detector is to be told of once it has taken the backlog up to a position.
  private var backlogSkips: [(at: Int, count: Int)] = []
  /// The most samples that one payload gives.
  private let longestFrame: Int
  private(set) var badPayloads = 0
  private(set) var framesConcealed = 0

  /// - Parameter hasModel: the detector may ask a neural model.
  init(format: CallFormat, byteOrder: L16.ByteOrder, hasModel: Bool) throws {
    var settings = VoiceActivitySettings()
    settings.questions = hasModel ? .whenUnsure : .never
    self.init(
      settings: settings,
      rate: format.rate, decoder: try MediaDecoder(format: format, byteOrder: byteOrder),
      narrowband: try Self.narrowband(from: format.rate))
  }

  private init(
    settings: VoiceActivitySettings, rate: Int, decoder: consuming MediaDecoder,
    narrowband: consuming Resampler?
  ) {
    detector = VoiceActivityDetector(settings: settings)
    longestFrame = decoder.maximumSamples
    history = SampleCircle(capacity: rate)
    self.decoder = decoder
    self.narrowband = narrowband
    concealer = Concealer(sampleRate: rate)
  }

  private static func narrowband(from rate: Int) throws -> Resampler? {
    rate == 8_000 ? nil : try Resampler(from: rate, to: 8_000)
  }

  /// Takes a payload whose turn it is; `missing` ones before it never came.
  mutating func take(_ payload: Span<UInt8>, after missing: Int, _ scratch: inout CallScratch) {
    var frame = scratch.frame(of: longestFrame)
    defer { scratch.giveBack(frame) }
    if missing > 0, frameLength > 0 { conceal(missing, before: payload, &frame, &scratch) }
    guard let count = decoder.decode(payload, into: &frame) else {
      badPayloads += 1
      return
    }
    guard count > 0 else { return }
    frameLength = count
    var whole = frame.mutableSpan
    var span = whole._mutatingExtracting(first: count)
    if !decoder.concealsItself { concealer.heard(&span) }
    pass(frame, count, &scratch)
  }

  /// Makes up for lost frames: Opus from what the next packet tells of the last of them and by the decoder's own
  /// concealment, the others by repeating the voice's last periods.
  private mutating func conceal(
    _ missing: Int, before next: Span<UInt8>, _ frame: inout [Int16], _ scratch: inout CallScratch
  ) {
    let count = min(missing, Self.longestGap)
    framesConcealed += count
    var recent: [Int16] = []
    if !decoder.concealsItself {
      history.copy(max(0, history.end - concealer.memory)..<history.end, onto: &recent)
    }
    var lost = 0
    for index in 0..<count {
      let isLast = index == count - 1
      if decoder.concealsItself {
        let made = decoder.conceal(frameLength, recoveringFrom: isLast ? next : Span(), into: &frame)
        for at in made..<max(made, frameLength) { frame[at] = 0 }
      } else {
        var whole = frame.mutableSpan
        var span = whole._mutatingExtracting(first: frameLength)
        concealer.conceal(into: &span, after: recent.span)
      }
      lost += passOn(frame, frameLength, &scratch, isHeard: false)
    }
    skip(lost)
  }

  private mutating func pass(_ frame: [Int16], _ count: Int, _ scratch: inout CallScratch) {
    _ = passOn(frame, count, &scratch, isHeard: true)
  }

  /// Returns how many samples the detector's 8 kHz makes of it.
  ///
  /// - Parameter isHeard: false: made up, which is neither speech nor silence to the detector.
  private mutating func passOn(
    _ frame: [Int16], _ count: Int, _ scratch: inout CallScratch, isHeard: Bool
  ) -> Int {
    let samples = frame.span.extracting(first: count)
    history.append(samples)
    scratch.ready.append(samples)
    guard narrowband != nil else {
      if isHeard { hear(samples) }
      return count
    }
    var narrow = exchange(&scratch.narrow)
    narrow.removeAll(keepingCapacity: true)
    narrowband?.process(samples, into: &narrow)
    if isHeard { hear(narrow.span) }
    let heard = narrow.count
    scratch.narrow = narrow
    return heard
  }

  private mutating func hear(_ samples: Span<Int16>) {
    let taken = backlog.isEmpty && backlogSkips.isEmpty ? detector.append(samples) : 0
    if taken < samples.count { backlog.append(samples.extracting(taken..<samples.count)) }
  }

  /// Tells the detector of lost time, in its turn: it stays in the state it was in.
  private mutating func skip(_ count: Int) {
    if backlog.isEmpty { detector.skip(count) } else { backlogSkips.append((backlog.count, count)) }
  }

  // MARK: Voice activity

  /// Judges the next window of what was heard.
  mutating func step() -> VoiceActivityStep {
    while true {
      let step = detector.step()
      guard step == .needMore, !backlog.isEmpty else { return step }
      let waiting = exchange(&backlog)
      let limit = backlogSkips.first?.at ?? waiting.count
      backlogStart += detector.append(waiting.span.extracting(backlogStart..<limit))
      if let next = backlogSkips.first, backlogStart == next.at {
        backlogSkips.removeFirst()
        detector.skip(next.count)
      }
      backlog = waiting
      if backlogStart == backlog.count, backlogSkips.isEmpty {
        backlog.removeAll(keepingCapacity: true)
        backlogStart = 0
      }
    }
  }

  /// The model's answer to the open question, and what it remembers from here on; nil: there is none.
  mutating func answer(_ position: Int, from batch: borrowing DoubtBatch) -> Float? {
    batch.answer(position, state: &modelState)
  }

  /// Takes the model's answer to the open question; without one the detector decides alone.
  mutating func settle(_ answer: Float?) -> VoiceActivityEvent? {
    guard let answer else { return detector.resolveAlone() }
    return detector.resolve(probability: answer)
  }
}
