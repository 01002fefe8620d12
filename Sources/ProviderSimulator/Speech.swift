import Resampling

/// A text as it is spoken in one format.
struct Speech: Sendable {
  let text: String
  let format: AudioFormat
  let audio: [UInt8]
  let words: [TimedWord]

  /// - Parameter samples: s16 at `rate`.
  init(text: String, samples: [Int16], rate: Int, format: AudioFormat) {
    self.text = text
    self.format = format
    audio = format.encode(Self.resample(samples, from: rate, to: format.rate)[...])
    var track = SpeechTrack(rate: rate)
    track.hear(samples)
    words = TimedWord.spread(text, over: track.isActive, frame: SpeechFrame.seconds)
  }

  var seconds: Double { Double(audio.count) / Double(format.rate * format.encoding.bytesPerSample) }

  private static func resample(_ samples: [Int16], from: Int, to: Int) -> [Int16] {
    var out: [Int16] = []
    do throws(ResamplerError) {
      var resampler = try Resampler(from: from, to: to, quality: .voice)
      resampler.process(samples.span, into: &out)
      resampler.flush(into: &out)
    } catch {
      return []
    }
    return out
  }
}
