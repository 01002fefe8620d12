/// Keeps echoes of the agent's voice from being taken for the caller.
///
/// It follows both sides while the agent is played and a little longer. The first echo of a call is known by searching
/// every delay, some 160 ms after it began; by then the agent may have fallen silent for it, and goes on. From then on
/// the delay is known, and an echo is kept back before anyone hears of it. Sound that stops being an echo is the caller.
///
/// ```swift
/// watch.append(played: played, heard: frame, isPlaying: …)
/// if let finding = watch.look() { … }          // once a frame
/// if let finding = watch.judge(event) { … }    // each event of the detector
/// ```
public struct EchoWatch: Sendable {
  public enum Finding: Sendable, Equatable {
    /// The detector's event is the caller's: pass it on.
    case caller(VoiceActivityEvent)
    /// The sound that was passed on as the caller's is an echo. Its end will be kept back.
    case echo
  }

  private enum Sound: Sendable { case none, undecided, caller, echo }

  private var detector: EchoDetector
  private let toVoice: Int
  private var sound = Sound.none
  /// Where the sound began, at 4 kHz of what the detector has taken.
  private var onset = 0
  private var nextLook = 0
  private var nextSearch = 0
  private var searches = 0
  private var doubts = 0
  private var knownDelay: Int?
  /// Of the last echo.
  private var level: Float = 0
  /// Samples for which both sides are still followed.
  private var followed = 0
  private let tail: Int
  private let rate: Int
  private var taken = 0
  /// The samples at 8 kHz of the call so far: where the detector stands.
  public var position: Int { taken * 8_000 / rate }
  /// Sounds that were known as echoes.
  public private(set) var echoes = 0
  /// Searches over all delays, the only costly thing here.
  public private(set) var searched = 0

  /// - Parameter sampleRate: of both sides, 8000 or 16000 Hz.
  public init(sampleRate: Int) {
    detector = EchoDetector(sampleRate: sampleRate)
    rate = sampleRate
    tail = sampleRate
    toVoice = 8_000 / EchoDetector.rate
  }

  /// Takes a stretch of the caller's audio, and what the carrier played meanwhile.
  public mutating func append(played: Span<Int16>, heard: Span<Int16>, isPlaying: Bool) {
    skip(heard.count)
    if isPlaying { followed = tail }
    guard followed > 0 else { return }
    followed &-= heard.count
    detector.append(played: played, heard: heard)
    if followed <= 0 { forget() }
  }

  /// Whether both sides are still wanted though nothing is being played.
  public var isFollowing: Bool { followed > 0 || sound == .echo }

  /// Passes over a stretch of the caller's audio while nothing is played and nothing is followed.
  public mutating func skip(_ count: Int) { taken &+= count }

  /// The agent has been silent for longer than any echo lasts.
  private mutating func forget() {
    detector.reset()
    if sound == .undecided { sound = .caller }
  }

  /// Looks at the sound that goes on; once a frame.
  public mutating func look() -> Finding? {
    guard sound == .undecided || sound == .echo else { return nil }
    guard followed > 0 else { return sound == .echo ? release() : nil }
    guard detector.end >= nextLook else { return nil }
    nextLook = detector.end + Self.lookInterval
    if sound == .echo { return lookAgain() }
    guard isEcho() else {
      if searches >= Self.mostSearches { sound = .caller }
      return nil
    }
    sound = .echo
    doubts = 0
    return .echo
  }

  /// Takes an event of the voice activity detector; nil when it is kept back.
  public mutating func judge(_ event: VoiceActivityEvent) -> Finding? {
    switch event {
    case .speechStarted(let sample):
      guard followed > 0 else {
        sound = .caller
        return .caller(event)
      }
      let age = max(0, position - sample) / toVoice
      onset = max(0, detector.end - age)
      nextLook = detector.end + Self.lookInterval
      nextSearch = onset + Self.firstSearch
      searches = 0
      doubts = 0
      sound = isKnownEcho(atLeast: Self.shortest, Self.likeEnoughAtOnce) ? .echo : .undecided
      return sound == .echo ? nil : .caller(event)
    case .speechEnded:
      defer { sound = .none }
      switch sound {
      case .echo:
        echoes += 1
        return nil
      case .undecided where followed > 0:
        nextSearch = 0
        guard isEcho() else { return .caller(event) }
        echoes += 1
        return .echo
      case .undecided, .caller, .none: return .caller(event)
      }
    }
  }

  // MARK: Judging

  // In samples at 4 kHz.
  private static var lookInterval: Int { 160 }
  private static var shortest: Int { 240 }
  private static var firstKnown: Int { 400 }
  private static var firstSearch: Int { 640 }
  /// The second search has all that is ever compared.
  private static var searchInterval: Int { EchoDetector.longestWindow - firstSearch }
  private static var mostSearches: Int { 2 }
  /// Amplitudes of an echo against those of its voice, at most.
  private static var loudest: Float { 0.7 }
  private static var likeEnough: Float { 0.6 }
  private static var likeEnoughAnywhere: Float { 0.6 }
  /// Before it was passed on: of 60 ms, in which a caller's first sound may still be soft over the echo.
  private static var likeEnoughAtOnce: Float { 0.75 }
  /// Of less than the first search takes, chance finds more likeness.
  private static var likeEnoughBriefly: Float { 0.75 }
  private static var lead: Float { 1.25 }
  private static var unlike: Float { 0.35 }

  private mutating func isEcho() -> Bool {
    if isKnownEcho(atLeast: Self.firstKnown, Self.likeEnough) { return true }
    let count = detector.end - onset
    guard detector.end >= nextSearch, count >= Self.shortest, searches < Self.mostSearches else {
      return false
    }
    nextSearch = detector.end + Self.searchInterval
    searches += 1
    searched += 1
    let match = detector.match(from: onset, delays: 0...EchoDetector.longestDelay)
    let enough = count < Self.firstSearch ? Self.likeEnoughBriefly : Self.likeEnoughAnywhere
    guard match.likeness >= enough, match.likeness >= match.next * Self.lead, match.gain <= Self.loudest
    else { return false }
    knownDelay = match.delay
    level = match.level
    return true
  }

  private mutating func isKnownEcho(atLeast count: Int, _ enough: Float) -> Bool {
    // Sound that has just begun is judged with a little of what was before it.
    let match = matchAtKnownDelay(from: min(onset, detector.end - count))
    guard match.likeness >= enough, match.gain <= Self.loudest else { return false }
    knownDelay = match.delay
    level = match.level
    return true
  }

  private func matchAtKnownDelay(from start: Int) -> EchoDetector.Match {
    guard let delay = knownDelay else { return EchoDetector.Match() }
    let slack = EchoDetector.slack
    return detector.match(from: start, delays: max(0, delay - slack)...delay + slack)
  }

  /// Sound that was an echo: is it still one?
  private mutating func lookAgain() -> Finding? {
    let match = matchAtKnownDelay(from: detector.end - Self.firstSearch)
    // What has merely died away is nobody.
    doubts = match.likeness < Self.unlike && match.level > level / 2 ? doubts + 1 : 0
    return doubts >= 2 ? release() : nil
  }

  private mutating func release() -> Finding {
    sound = .caller
    let back = min(detector.end, 2 * Self.lookInterval) * toVoice
    return .caller(.speechStarted(at: max(0, position - back)))
  }
}
