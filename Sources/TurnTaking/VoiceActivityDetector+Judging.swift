extension VoiceActivityDetector {
  /// Measures the window: its level in each band, and which 8 ms stand out.
  mutating func hearWindow() {
    let boundary = line.boundary
    var sum = SIMD4<Float>.zero
    var bands = bands
    // As a span: an inline array's own subscript may copy all of it.
    let samples = ring.span
    for part in 0..<4 {
      let energy = bands.energy(of: samples, from: windowStart &+ part &* 64)
      let stands = VoiceActivityLevel.decibels(meanSquare: energy * (1 / 64)) .> boundary
      audible = audible &<< 1 | (stands[0] || stands[1] || stands[2] ? 1 : 0)
      sum += energy
    }
    bands.settle()
    self.bands = bands
    let measured = VoiceActivityLevel.decibels(meanSquare: sum * (1 / 256))
    level = measured.replacing(with: VoiceActivityLine.floor, where: measured .< VoiceActivityLine.floor)
    loudest = max(max(level.x, level.y), level.z)
    let over = line.excess(of: level)
    let spread = line.deviations(of: over)
    excess = max(max(over.x, over.y), over.z)
    deviations = max(max(spread.x, spread.y), spread.z)
    windowsHeard &+= 1
  }

  /// Whether the window is plainly silent.
  var isPlainSilence: Bool {
    guard settings.questions != .always, windowsHeard > Self.learningWindows else { return false }
    let isFaint = loudest < line.voiceLevel - settings.silenceUnderVoice
    // During speech the model must hear the rest: by the level alone soft syllables are lost.
    guard !isSpeech else { return isFaint }
    let isCalm = calmWindows >= 3 && deviations < settings.silenceDeviations
    return isFaint || isCalm || excess < settings.silenceOverNoise
  }

  /// Whether the window is as loud as the voice usually is, in the middle of what the model was sure is speech.
  ///
  /// Never two in a row: the model's memory is of the windows it was asked about, and it misjudges the end of speech
  /// whose middle it has not heard.
  var isPlainSpeech: Bool {
    settings.questions == .whenUnsure && isSpeech && verdicts.x > 0.9 && excess > 35
      && loudest > line.voiceLevel - 12
  }

  /// What a window counts as that is plainly speech: less than what makes the next one so.
  static var plainSpeech: Float { 0.8 }

  /// Windows at the start of a call that only the model can judge.
  static var learningWindows: Int { 8 }

  /// A probability from the level alone: none at 2 dB over the noise, certainty at 12, and later in music.
  func ownProbability() -> Float {
    let over = min(excess, deviations * 2.5)
    return min(max((over - 2) / 10, 0), 1)
  }

  /// The window to ask about first: when the model has not heard the last windows of a silence, they come first, so
  /// that it judges the onset from what came before it.
  func firstQuestion() -> Int {
    guard settings.questions == .whenUnsure, !isSpeech else { return windowStart }
    let missed = max(0, windowStart &- max(modelHeard, wholeSince)) / Self.windowSize
    return windowStart &- min(min(missed, settings.catchUpWindows), 2) &* Self.windowSize
  }

  mutating func noteEarlierVerdict(_ probability: Float, at start: Int) {
    let back = (windowStart &- start) / Self.windowSize
    guard back >= 1, back <= 4 else { return }
    verdicts[back &- 1] = probability
  }

  /// Takes the verdict on the window that was heard last, and moves on to the next.
  mutating func settle(_ probability: Float) -> VoiceActivityEvent? {
    let threshold =
      settings.quietProbability + (settings.loudProbability - settings.quietProbability) * nearness
    learn(from: probability)
    let event: VoiceActivityEvent?
    if isSpeech {
      isWindowSpeech = probability >= threshold
      event = isWindowSpeech ? goOn() : fallSilent()
    } else {
      isWindowSpeech = probability >= max(settings.startProbability, threshold)
      event = isWindowSpeech ? start() : nil
    }
    windowStart &+= Self.windowSize
    windowsJudged &+= 1
    verdicts = SIMD4(probability, verdicts.x, verdicts.y, verdicts.z)
    return event
  }

  /// 0 near the noise, 1 well over it.
  private var nearness: Float { min(max((min(excess, deviations * 1.5) - 3) / 9, 0), 1) }

  private mutating func learn(from probability: Float) {
    if probability > 0.8 { line.learnVoice(level, loudest: loudest) }
    if windowsHeard <= Self.learningWindows, probability < 0.5 || settings.questions == .never {
      line.begin(level, isFirst: windowsHeard == 1)
    }
    if probability < 0.15 {
      line.learnNoise(level)
      calmWindows &+= 1
    } else if probability > 0.35 {
      calmWindows = 0
    }
    line.follow(level)
    if steadiness.hear(level) {
      if settings.questions == .never { correctNoise() }
      steadiness.turn()
    }
  }

  /// Without a model to say so, noise that has risen is known by its never changing, or by how low the pauses go.
  private mutating func correctNoise() {
    if steadiness.range < 10 {
      line.replaceNoise(level, deviation: 2)
    } else {
      line.raiseNoise(to: steadiness.quietest)
    }
  }

  private mutating func goOn() -> VoiceActivityEvent? {
    silentWindows = 0
    return nil
  }

  private mutating func start() -> VoiceActivityEvent? {
    isSpeech = true
    silentWindows = 0
    var windows = 0
    while windows < 3, verdicts[windows] > 0.15 { windows &+= 1 }
    speechStart = onset(windowsBack: windows)
    lastEvent = max(lastEvent, speechStart &+ skipped)
    return .speechStarted(at: lastEvent)
  }

  /// The first of the 8 ms that stand out in one piece with the window's start, or the first within the window.
  private func onset(windowsBack: Int) -> Int {
    var age = 4 &* (windowsBack &+ 1)  // Bits from here up are before the start.
    let first = windowStart &- windowsBack &* Self.windowSize
    let limit = age &+ 8
    if audible >> UInt64(age) & 1 == 1 {
      while age < limit, audible >> UInt64(age) & 1 == 1 { age &+= 1 }
    } else {
      let limit = max(age &- 6, 1)
      while age > limit, audible >> UInt64(age &- 1) & 1 == 0 { age &-= 1 }
    }
    return max(wholeSince, first &+ (4 &* (windowsBack &+ 1) &- age) &* 64)
  }

  private mutating func fallSilent() -> VoiceActivityEvent? {
    if silentWindows == 0 { silenceStart = windowStart }
    silentWindows &+= 1
    guard silentWindows >= min(max(settings.hangoverWindows, 1), 8) else { return nil }
    isSpeech = false
    lastEvent = max(lastEvent, lastAudible() &+ skipped)
    return .speechEnded(at: lastEvent)
  }

  /// The end of the last 8 ms that stood out, at most 48 ms before the silence was noticed.
  private func lastAudible() -> Int {
    var age = 4 &* silentWindows &- 2
    let limit = age &+ 6
    while age < limit, audible >> UInt64(age) & 1 == 0 { age &+= 1 }
    return max(speechStart, windowStart &+ Self.windowSize &- age &* 64)
  }
}
