/// Mono audio read from a file.
public struct WAVAudio: Sendable, Equatable {
  /// s16 mono.
  public var samples: [Int16]
  /// Samples a second.
  public var rate: Int

  public init(samples: [Int16], rate: Int) {
    self.samples = samples
    self.rate = rate
  }

  public var seconds: Double { rate > 0 ? Double(samples.count) / Double(rate) : 0 }
}
