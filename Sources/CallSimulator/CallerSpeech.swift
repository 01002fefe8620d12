internal import Audio
internal import Recording

/// What the callers say, and the noise of the line between.
struct CallerSpeech: Sendable {
  let clips: [SpeechClip]
  let noise: SpeechClip

  /// Silence between two recordings that are joined: shorter than any pause that ends a turn.
  private static let join = MediaTime.milliseconds(100)

  /// - Parameters:
  ///   - files: WAV files, in the order of the script if there is one.
  ///   - talk: how long each caller is to talk at a time; nil: each says one file.
  init(files: [String], talk: MediaTime?, codec: AudioCodec, rate: Int, seed: UInt64) throws(SimulatorError) {
    guard !files.isEmpty else { throw .badOption("no caller speech: give --speech DIR with WAV files") }
    var recordings: [WAVAudio] = []
    for path in files { recordings.append(try Self.read(path)) }
    var clips: [SpeechClip] = []
    for (index, path) in files.enumerated() {
      let audio = talk.map { Self.talk(from: index, of: recordings, length: $0) } ?? recordings[index]
      do throws(SimulatorError) {
        clips.append(try SpeechClip(audio.samples, rate: audio.rate, codec: codec, codecRate: rate))
      } catch {
        guard case .badOption(let reason) = error else { throw error }
        throw .badSpeech(path, reason)
      }
    }
    self.clips = clips
    noise = try SpeechClip(
      Self.lineNoise(rate: rate, seed: seed), rate: rate, codec: codec, codecRate: rate, isNoise: true)
  }

  private static func read(_ path: String) throws(SimulatorError) -> WAVAudio {
    let audio: WAVAudio
    do throws(WAVError) {
      audio = try WAVReader.read(path: path)
    } catch {
      throw .badOption("\(error)")
    }
    guard !audio.samples.isEmpty else { throw .badSpeech(path, "it holds no audio") }
    guard SpeechClip.speechRange(of: audio.samples) != nil else {
      throw .badSpeech(path, "it holds nothing but silence")
    }
    return audio
  }

  /// Joins the speech of recordings from `index` on, and cuts it to `length`.
  private static func talk(from index: Int, of recordings: [WAVAudio], length: MediaTime) -> WAVAudio {
    let rate = recordings[index].rate
    let wanted = length.samples(rate: rate)
    var samples: [Int16] = []
    var next = index
    while samples.count < wanted {
      let audio = recordings[next % recordings.count]
      next += 1
      // All of one rate, as a folder of callers is; another rate is left out unless it is the first's own.
      guard audio.rate == rate, let speech = SpeechClip.speechRange(of: audio.samples) else { continue }
      if !samples.isEmpty {
        samples += [Int16](repeating: 0, count: join.samples(rate: rate))
      }
      samples += audio.samples[speech]
    }
    return WAVAudio(samples: Array(samples.prefix(wanted)), rate: rate)
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
