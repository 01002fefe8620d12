/// Hears when one caller starts and stops speaking, in 8 kHz audio; a value without allocations, about 2.5 KiB.
///
/// It judges windows of 256 samples (32 ms). What it has learned of the line, the noise and the voice in three
/// bands, settles most of them while the caller listens: steady noise is silence. About the rest it asks for a neural
/// model's verdict, so that a worker can gather the questions of all its calls and ask once.
///
/// ```swift
/// var taken = 0
/// while taken < frame.count {
///   taken += detector.append(frame.extracting(taken...))
///   steps: while true {
///     switch detector.step() {
///     case .needMore: break steps
///     case .decided(let event): if let event { handle(event) }
///     case .ask: handle(detector.resolve(probability: …))  // or leave, and come back with the answer
///     }
///   }
/// }
/// ```
///
/// Feed every sample in order, and `skip` what was lost. Step until ``VoiceActivityStep/needMore`` after each append.
public struct VoiceActivityDetector: Sendable {
  /// Samples of one window.
  public static var windowSize: Int { 256 }
  /// Samples before a window that a question carries as context.
  public static var contextSize: Int { 32 }

  public let settings: VoiceActivitySettings

  // Audio. Positions count the samples that were appended; `skipped` makes them positions in the call.
  var ring = [1_024 of Int16](repeating: 0)
  var appended = 0
  /// Where the next window to be judged begins.
  var windowStart = 0
  /// The first sample that the ring still holds in one piece with the next window.
  var wholeSince = 0
  var skipped = 0
  var lastEvent = 0

  // The cheap signs.
  var bands = VoiceActivityBands()
  var line = VoiceActivityLine()
  /// One bit for every 8 ms, the newest lowest: it stood out of the noise.
  var audible: UInt64 = 0
  var windowsHeard = 0
  var calmWindows = 0
  var steadiness = VoiceActivitySteadiness()
  /// The window being judged.
  var level = SIMD4<Float>(repeating: VoiceActivityLevel.lowest)
  var loudest = VoiceActivityLevel.lowest
  var excess: Float = 0
  var deviations: Float = 0

  // The model.
  /// Where the window asked about begins, while a question is open.
  var question: Int?
  /// Where the model's knowledge of the audio ends.
  var modelHeard = 0
  /// The model's verdicts on the last four windows before this one, the newest first; below 0 where not asked.
  var verdicts = SIMD4<Float>(repeating: -1)

  // The verdict.
  /// Whether the caller is speaking, hangover included.
  public internal(set) var isSpeech = false
  /// Whether the last window held speech, without hangover.
  public internal(set) var isWindowSpeech = false
  var speechStart = 0
  var silentWindows = 0
  var silenceStart = 0

  public init(settings: VoiceActivitySettings = VoiceActivitySettings()) { self.settings = settings }

  /// Samples of the call's audio so far, lost ones included.
  public var position: Int { appended &+ skipped }
  /// Whole windows judged so far.
  public internal(set) var windowsJudged = 0
  /// The line's noise, in the loudest of three bands; -62 or less stands for a silent line.
  public var noiseFloorDBFS: Float { line.noiseLevel }
  /// The last window's level, in the loudest of three bands.
  public var levelDBFS: Float { loudest }
  /// The caller's usual level, in the loudest of three bands.
  public var voiceLevelDBFS: Float { line.voiceLevel }

  /// Takes audio (16 bit, mono, 8 kHz).
  ///
  /// - Returns: how many samples were taken: all of them up to 225 when every window had been judged, so a frame of
  ///   20 ms always fits; otherwise step and append the rest.
  public mutating func append(_ samples: Span<Int16>) -> Int {
    let kept = max(wholeSince, windowStart &- Self.historySize)
    let count = min(samples.count, 1_024 &- (appended &- kept))
    var room = ring.mutableSpan
    for i in 0..<count { room[(appended &+ i) & 1_023] = samples[i] }
    appended &+= count
    return count
  }
  /// What a question may reach back for: two windows and their context.
  static var historySize: Int { 2 * windowSize + contextSize }

  /// Tells of `count` lost samples: time passes, and it is neither silence nor speech.
  ///
  /// Up to a window's length the audio on both sides is joined; after a longer gap judging starts afresh in the
  /// state it was in. An open question is dropped.
  public mutating func skip(_ count: Int) {
    guard count > 0 else { return }
    skipped &+= count
    guard count > Self.windowSize else { return }
    question = nil
    windowStart = appended
    wholeSince = appended
    verdicts = SIMD4(repeating: -1)
    audible = 0
    silentWindows = 0
  }

  /// Judges the next window, when there is a whole one.
  public mutating func step() -> VoiceActivityStep {
    if question != nil { return .ask }
    guard appended &- windowStart >= Self.windowSize else { return .needMore }
    hearWindow()
    if isPlainSilence { return .decided(settle(0)) }
    guard settings.questions != .never else { return .decided(settle(ownProbability())) }
    if isPlainSpeech { return .decided(settle(Self.plainSpeech)) }
    question = firstQuestion()
    return .ask
  }

  /// Writes what the model must hear for an open question: 288 samples, -1 to 1, the first 32 of them from before
  /// the window. Writes nothing when no question is open or the room is less.
  public func copyWindow(into samples: inout MutableSpan<Float>) {
    guard let question, samples.count >= Self.contextSize &+ Self.windowSize else { return }
    let start = question &- Self.contextSize
    let ring = ring.span
    for i in 0..<(Self.contextSize &+ Self.windowSize) {
      let at = start &+ i
      samples[i] = at < wholeSince ? 0 : Float(ring[at & 1_023]) * (1 / 32_768)
    }
  }

  /// Answers an open question with the model's probability (0 to 1) that the window holds speech.
  public mutating func resolve(probability: Float) -> VoiceActivityEvent? {
    guard let asked = question else { return nil }
    let probability = probability >= 0 && probability <= 1 ? probability : 0
    modelHeard = asked &+ Self.windowSize
    guard asked >= windowStart else {
      noteEarlierVerdict(probability, at: asked)
      question = modelHeard
      return nil
    }
    question = nil
    return settle(probability)
  }

  /// Settles an open question without a model, by the level over the noise.
  public mutating func resolveAlone() -> VoiceActivityEvent? {
    guard question != nil else { return nil }
    question = nil
    return settle(ownProbability())
  }
}
