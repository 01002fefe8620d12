/// Reads WAV files of any sample format into 16-bit mono.
public enum WAVReader {
  /// How several channels become one.
  public enum Channels: Sendable, Equatable {
    /// The mean of all; the only one there is, when it is mono.
    case mix
    /// One of them, from 0: in a call's recording 0 is the caller and 1 the agent.
    case only(Int)
    /// Refuses files that are not mono.
    case mono
  }

  private static let framesPerRead = 16_384

  /// Reads a whole file.
  ///
  /// - Parameter channels: what to do when there is more than one.
  public static func read(
    path: String, channels: Channels = .mix
  ) throws(WAVError) -> WAVAudio {
    let file = try SoundFile.read(path: path)
    guard file.isWAV else { throw .notAWAV(path: path, reason: "it is another kind of sound file") }
    try check(channels, count: file.channels, path: path)
    var samples: [Int16] = []
    if file.isFloatingPoint {
      readFloats(file, channels, into: &samples)
    } else {
      readIntegers(file, channels, into: &samples)
    }
    return WAVAudio(samples: samples, rate: file.rate)
  }

  private static func readIntegers(
    _ file: borrowing SoundFile, _ channels: Channels, into samples: inout [Int16]
  ) {
    var buffer = [Int16](repeating: 0, count: framesPerRead * file.channels)
    while true {
      let frames = file.read(into: &buffer)
      guard frames > 0 else { return }
      append(buffer.span.extracting(first: frames * file.channels), of: file.channels, channels, to: &samples)
    }
  }

  private static func readFloats(
    _ file: borrowing SoundFile, _ channels: Channels, into samples: inout [Int16]
  ) {
    var buffer = [Float](repeating: 0, count: framesPerRead * file.channels)
    while true {
      let frames = file.read(into: &buffer)
      guard frames > 0 else { return }
      let whole = buffer.prefix(frames * file.channels).map(integer)
      append(whole.span, of: file.channels, channels, to: &samples)
    }
  }

  /// Full scale is 1; beyond it is clipped, and what is no number is silence.
  private static func integer(_ sample: Float) -> Int16 {
    guard !sample.isNaN else { return 0 }
    return Int16(max(-32_768, min(32_767, (sample * 32_768).rounded())))
  }

  private static func check(_ channels: Channels, count: Int, path: String) throws(WAVError) {
    let fits =
      switch channels {
      case .mix: (1...64).contains(count)
      case .only(let index): index >= 0 && index < count
      case .mono: count == 1
      }
    guard fits else { throw .unexpectedChannels(path: path, count) }
  }

  private static func append(
    _ frames: Span<Int16>, of count: Int, _ channels: Channels, to samples: inout [Int16]
  ) {
    samples.reserveCapacity(samples.count + frames.count / count)
    for start in stride(from: 0, to: frames.count, by: count) {
      switch channels {
      case .only(let index): samples.append(frames[start + index])
      case .mono: samples.append(frames[start])
      case .mix:
        var sum = 0
        for index in 0..<count { sum += Int(frames[start + index]) }
        samples.append(Int16(clamping: sum / count))
      }
    }
  }
}
