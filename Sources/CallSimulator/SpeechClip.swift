internal import Audio
internal import OpusCodec
internal import Resampling
internal import Wire

/// A stretch of caller audio, cut into frames of 20 ms and encoded once for all calls that say it.
final class SpeechClip: Sendable {
  /// s16 mono at `rate`, whole frames.
  let samples: [Int16]
  let rate: Int
  /// The base64 of every frame's payload, one behind the other, and where each begins.
  let text: [UInt8]
  private let starts: [Int]
  /// The frames with the first and the last speech in them.
  let speechFrames: ClosedRange<Int>
  /// From the end of the last speech to the end of its frame.
  let silenceInLastFrame: MediaTime

  var frameCount: Int { starts.count - 1 }
  /// How many frames are said of it: what follows the last speech is left to the line's noise.
  var spokenFrames: Int { speechFrames.upperBound + 1 }

  /// - Parameters:
  ///   - samples: s16 mono at `rate`.
  ///   - codec: and `codecRate`, what the frames are encoded as.
  ///   - isNoise: there is no speech in it, and all of it counts.
  init(
    _ samples: [Int16], rate: Int, codec: AudioCodec, codecRate: Int, isNoise: Bool = false
  ) throws(SimulatorError) {
    let resampled = try Self.resample(samples, from: rate, to: codecRate)
    guard !resampled.isEmpty else { throw .badOption("it holds no audio") }
    let frame = codecRate / 50
    let padding = (frame - resampled.count % frame) % frame
    self.samples = resampled + [Int16](repeating: 0, count: padding)
    self.rate = codecRate
    guard let speech = isNoise ? 0..<resampled.count : Self.speechRange(of: resampled) else {
      throw .badOption("it holds nothing but silence")
    }
    speechFrames = speech.lowerBound / frame...(speech.upperBound - 1) / frame
    silenceInLastFrame = .samples((speechFrames.upperBound + 1) * frame - speech.upperBound, rate: codecRate)
    (text, starts) = Self.joined(try Self.encode(self.samples, codec: codec, rate: codecRate))
  }

  /// Where frame `index` stands in `text`.
  func frame(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

  private static func joined(_ frames: [[UInt8]]) -> ([UInt8], [Int]) {
    var text: [UInt8] = []
    var starts = [0]
    for frame in frames {
      text.append(addingCapacity: Base64.encodedSize(frame.count)) { output in
        _ = Base64.encode(frame.span, into: &output)
      }
      starts.append(text.count)
    }
    return (text, starts)
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

  /// From the first to the last sample within 30 dB of the loudest; nil when nothing is louder than a line's noise.
  static func speechRange(of samples: [Int16]) -> Range<Int>? {
    let peak = samples.lazy.map { Int($0.magnitude) }.max() ?? 0
    let threshold = max(peak / 32, 64)
    guard let first = samples.firstIndex(where: { Int($0.magnitude) > threshold }),
      let last = samples.lastIndex(where: { Int($0.magnitude) > threshold })
    else { return nil }
    return first..<last + 1
  }

  private static func encode(
    _ samples: [Int16], codec: AudioCodec, rate: Int
  ) throws(SimulatorError) -> [[UInt8]] {
    let frame = rate / 50
    var g722 = G722Encoder()
    do {
      var opus: OpusEncoder?
      if codec == .opus { opus = try OpusEncoder(sampleRate: rate) }
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
      throw .badOption("\(error)")
    }
  }
}
