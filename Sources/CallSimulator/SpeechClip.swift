internal import Audio
internal import OpusCodec
internal import Resampling

/// A stretch of caller audio, cut into frames of 20 ms and encoded once for all calls that say it.
public struct SpeechClip: Sendable {
  let samples: [Int16]
  let rate: Int
  /// The payload of every frame.
  let frames: [[UInt8]]
  /// Where speech begins and ends, in samples.
  let speech: Range<Int>

  var length: MediaTime { .milliseconds(Int64(frames.count) * 20) }

  /// - Parameters:
  ///   - samples: s16 mono at `rate`.
  ///   - codec: and `codecRate`, what the frames are encoded as.
  init(_ samples: [Int16], rate: Int, codec: AudioCodec, codecRate: Int) throws(SimulatorError) {
    let resampled = try Self.resample(samples, from: rate, to: codecRate)
    let frame = codecRate / 50
    let padding = (frame - resampled.count % frame) % frame
    self.samples = resampled + [Int16](repeating: 0, count: padding)
    self.rate = codecRate
    speech = Self.speechRange(of: resampled)
    frames = try Self.encode(self.samples, codec: codec, rate: codecRate)
  }

  private static func resample(_ samples: [Int16], from: Int, to: Int) throws(SimulatorError) -> [Int16] {
    guard from != to else { return samples }
    do {
      var resampler = try Resampler(from: from, to: to)
      var output: [Int16] = []
      resampler.process(samples.span, into: &output)
      resampler.flush(into: &output)
      return output
    } catch {
      throw .badOption("cannot convert \(from) Hz to \(to) Hz: \(error)")
    }
  }

  /// From the first to the last sample within 30 dB of the loudest.
  private static func speechRange(of samples: [Int16]) -> Range<Int> {
    let peak = samples.lazy.map { Int($0.magnitude) }.max() ?? 0
    let threshold = max(peak / 32, 64)
    guard let first = samples.firstIndex(where: { Int($0.magnitude) > threshold }),
      let last = samples.lastIndex(where: { Int($0.magnitude) > threshold })
    else { return 0..<0 }
    return first..<last + 1
  }

  static func encode(_ samples: [Int16], codec: AudioCodec, rate: Int) throws(SimulatorError) -> [[UInt8]] {
    let frame = rate / 50
    var g722 = G722Encoder()
    do {
      var opus = codec == .opus ? try OpusEncoder(sampleRate: rate) : nil
      var frames: [[UInt8]] = []
      for start in stride(from: 0, to: samples.count - frame + 1, by: frame) {
        let input = samples.span.extracting(start..<start + frame)
        var bytes = [UInt8](repeating: 0, count: max(frame * 2, OpusEncoder.maximumPacketBytes))
        var output = bytes.mutableSpan
        let count: Int
        switch codec {
        case .pcmu: count = G711.encode(input, law: .mu, into: &output)
        case .pcma: count = G711.encode(input, law: .a, into: &output)
        case .g722: count = g722.encode(input, into: &output)
        case .l16: count = L16.encode(input, order: .little, into: &output)
        case .opus: count = try opus?.encode(input, into: &output) ?? 0
        case .amrWB: throw SimulatorError.unsupportedCodec(codec.rawValue)
        }
        frames.append(Array(bytes.prefix(count)))
      }
      return frames
    } catch let error as SimulatorError {
      throw error
    } catch {
      throw .badOption("Opus: \(error)")
    }
  }

  /// One second of the noise that a quiet telephone line delivers, near -58 dBFS.
  static func lineNoise(rate: Int, seed: UInt64) -> [Int16] {
    var random = SeededRandom(seed: seed)
    return (0..<rate).map { _ in
      Int16(truncatingIfNeeded: Int64(random.next() % 129) - 64) / 2
        + Int16(truncatingIfNeeded: Int64(random.next() % 65) - 32)
    }
  }
}
