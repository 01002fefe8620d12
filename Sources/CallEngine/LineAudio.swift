internal import Audio
internal import Resampling
internal import SileroVAD
internal import TurnTaking

/// The caller's line as it sounds: decoded payloads and concealed gaps, at the call's rate, and the voice-activity
/// detector that listens to them.
struct LineAudio: ~Copyable {
  /// A gap longer than this is not concealed any further: nobody speaks on after it as if nothing had been.
  private static let longestConcealment = 10
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
    if missing > 0, frameLength > 0 { conceal(missing, &frame, &scratch) }
    guard let count = decoder.decode(payload, into: &frame) else {
      badPayloads += 1
      return
    }
    guard count > 0 else { return }
    frameLength = count
    var whole = frame.mutableSpan
    var span = whole._mutatingExtracting(first: count)
    concealer.heard(&span)
    pass(frame, count, &scratch)
  }

  private mutating func conceal(_ missing: Int, _ frame: inout [Int16], _ scratch: inout CallScratch) {
    var recent: [Int16] = []
    history.copy(max(0, history.end - concealer.memory)..<history.end, onto: &recent)
    for _ in 0..<min(missing, Self.longestConcealment) {
      framesConcealed += 1
      var whole = frame.mutableSpan
      var span = whole._mutatingExtracting(first: frameLength)
      concealer.conceal(into: &span, after: recent.span)
      pass(frame, frameLength, &scratch)
    }
  }

  private mutating func pass(_ frame: [Int16], _ count: Int, _ scratch: inout CallScratch) {
    let samples = frame.span.extracting(first: count)
    history.append(samples)
    scratch.ready.append(samples)
    guard narrowband != nil else { return hear(samples) }
    var narrow = exchange(&scratch.narrow)
    narrow.removeAll(keepingCapacity: true)
    narrowband?.process(samples, into: &narrow)
    hear(narrow.span)
    scratch.narrow = narrow
  }

  private mutating func hear(_ samples: Span<Int16>) {
    let taken = backlog.isEmpty ? detector.append(samples) : 0
    if taken < samples.count { backlog.append(samples.extracting(taken..<samples.count)) }
  }

  // MARK: Voice activity

  /// Judges the next window of what was heard.
  mutating func step() -> VoiceActivityStep {
    while true {
      let step = detector.step()
      guard step == .needMore, !backlog.isEmpty else { return step }
      let waiting = exchange(&backlog)
      backlogStart += detector.append(waiting.span.extracting(backlogStart..<waiting.count))
      backlog = waiting
      if backlogStart == backlog.count {
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
