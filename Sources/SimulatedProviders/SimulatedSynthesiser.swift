internal import Audio
public import Providers
internal import Synchronization

/// A synthesiser that says one second of speech-like sound for every sentence, a fixed time after it is asked.
public struct SimulatedSynthesiser: Synthesiser {
  public let sampleRate = 8_000
  public let voiceIdentity = "simulated"
  private let timer: TimerThread
  private let times: SimulatedServiceTimes
  private let sound: [Int16]

  public init(timer: TimerThread, times: SimulatedServiceTimes = SimulatedServiceTimes()) {
    self.timer = timer
    self.times = times
    sound = Self.speechLikeSound(samples: 8_000, rate: 8_000)
  }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    let work = Work()
    timer.schedule(after: times.synthesis) { [sound] in
      guard !work.isCancelled.load(ordering: .acquiring) else { return }
      events(.audio(sound))
      events(.finished)
    }
    return work
  }

  private final class Work: Cancellable {
    let isCancelled = Atomic<Bool>(false)
    func cancel() { isCancelled.store(true, ordering: .releasing) }
  }

  /// A 120 Hz pulse train with falling harmonics, in syllables of 200 ms: periodic and modulated as speech is,
  /// so that detectors and codecs treat it alike. About -20 dBFS.
  static func speechLikeSound(samples: Int, rate: Int) -> [Int16] {
    var output = [Int16](repeating: 0, count: samples)
    let pitch = rate / 120
    let syllable = rate / 5
    var low = 0
    for index in 0..<samples {
      let pulse = index % pitch == 0 ? 24_000 : 0
      // A one-pole low-pass gives the falling spectrum of the glottal source.
      low = (low * 7 + pulse * 3) / 8
      let within = index % syllable
      let envelope = min(within, syllable - within) * 4
      let gain = min(envelope, syllable)
      output[index] = Int16(clamping: low * gain / syllable)
    }
    return output
  }
}
