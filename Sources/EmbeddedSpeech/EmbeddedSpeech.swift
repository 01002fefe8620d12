public import Providers

/// The speech providers that run in the process, loaded and warmed up.
public struct EmbeddedSpeech: Sendable {
  /// Which voice speaks.
  public enum Voice: String, Sendable, CaseIterable {
    /// Piper's "joe", the default.
    case joe
    /// flite's voices, light and plain.
    case awb, kal16
  }

  public struct Options: Sendable {
    public var voice: Voice
    /// Of the Piper voice: 1 is its own, 1.1 speaks faster; 0.5 to 2.
    public var pace: Double
    /// Threads of the speech pool.
    public var threads: Int
    /// Speech jobs that may wait; more are refused.
    public var queueCapacity: Int

    public init(
      voice: Voice = .joe, pace: Double = 1, threads: Int = SpeechPool.defaultThreads,
      queueCapacity: Int = 1024
    ) {
      self.voice = voice
      self.pace = pace
      self.threads = threads
      self.queueCapacity = queueCapacity
    }
  }

  public let recogniser: MoonshineRecogniser
  public let synthesiser: any Synthesiser
  /// Says how busy the two are.
  public let pool: SpeechPool
  /// Of sherpa-onnx, for reports.
  public let libraryVersion: String

  /// Loads libraries and models and runs each model once. Blocks for about a second.
  ///
  /// - Parameter modelsDirectory: as `make setup` leaves it.
  /// - Throws: `.misconfigured` with what is missing and how to mend it.
  public static func load(
    modelsDirectory: String, options: Options = Options()
  ) throws(ProviderError) -> EmbeddedSpeech {
    guard (0.5...2).contains(options.pace) else {
      throw .misconfigured("a voice's pace lies between 0.5 and 2, not at \(options.pace)")
    }
    let models = try ModelDirectory(path: modelsDirectory)
    _ = try models.path("lib/libonnxruntime.so")
    _ = try models.path("lib/libsherpa-onnx-c-api.so")
    let library = try SherpaLibrary(directory: modelsDirectory + "/lib")
    let pool = SpeechPool(threads: options.threads, capacity: options.queueCapacity)
    let recogniser = MoonshineRecogniser(
      model: try MoonshineModel(library: library, models: models), pool: pool)
    try recogniser.warmUp()
    return EmbeddedSpeech(
      recogniser: recogniser,
      synthesiser: try synthesiser(options, library: library, models: models, pool: pool),
      pool: pool, libraryVersion: library.version)
  }

  private static func synthesiser(
    _ options: Options, library: SherpaLibrary, models: ModelDirectory, pool: SpeechPool
  ) throws(ProviderError) -> any Synthesiser {
    let fliteVoice: FliteSynthesiser.Voice
    switch options.voice {
    case .joe:
      let voice = try PiperVoice(library: library, models: models, pace: options.pace)
      let piper = PiperSynthesiser(
        voice: voice, frontEnd: try FliteFrontEnd(), pool: pool, pace: options.pace)
      try piper.warmUp()
      return piper
    case .awb: fliteVoice = .awb
    case .kal16: fliteVoice = .kal16
    }
    let flite = try FliteSynthesiser(voice: fliteVoice, pool: pool)
    try flite.warmUp()
    return flite
  }
}
