import Audio
import Recording

/// What one caller says: prompts with pauses between them, on a line with a little noise, as µ-law at 8 kHz.
struct WERTrack: Sendable {
  /// Where a prompt lies on the track, in samples: which is where it lies on the call's media clock.
  struct Window: Sendable, Equatable {
    /// Index into the list of all prompts.
    var prompt: Int
    /// The whole file.
    var samples: Range<Int>
    /// From the first to the last sample that is loud for this prompt.
    var speech: Range<Int>
  }

  static let rate = 8_000
  static let frameSamples = rate / 50
  /// Of silence before each prompt and after the last: longer than any patience with an unfinished sentence.
  static let pauseSamples = rate * 18 / 10

  private(set) var windows: [Window] = []
  private(set) var bytes: [UInt8] = []
  private var noise: WERNoise

  init(seed: UInt64) {
    noise = WERNoise(seed: seed)
    addPause()
  }

  var frames: Int { bytes.count / Self.frameSamples }

  mutating func append(_ samples: [Int16], prompt: Int) {
    let start = bytes.count
    let loud = Self.loudRange(of: samples)
    windows.append(
      Window(
        prompt: prompt, samples: start..<start + samples.count,
        speech: start + loud.lowerBound..<start + loud.upperBound))
    add(samples)
    addPause()
  }

  /// The window in which a turn began, with half a pause of tolerance before each prompt.
  func window(at position: MediaTime) -> Window? {
    let sample = position.samples(rate: Self.rate) + Self.pauseSamples / 2
    return windows.last { $0.samples.lowerBound <= sample }
  }

  /// Of a prompt, as the recogniser would hear it with nothing cut off.
  func heard(_ window: Window) -> [Int16] {
    bytes[window.samples].map { G711.decode($0, law: .mu) }
  }

  private mutating func addPause() { add([Int16](repeating: 0, count: Self.pauseSamples)) }

  /// A line's noise does not stop when somebody talks.
  private mutating func add(_ samples: [Int16]) {
    bytes.reserveCapacity(bytes.count + samples.count)
    for sample in samples {
      bytes.append(G711.encode(Int16(clamping: Int(sample) + noise.next()), law: .mu))
    }
  }

  /// From the first to the last sample within 30 dB of the loudest.
  static func loudRange(of samples: [Int16]) -> Range<Int> {
    let peak = samples.lazy.map { Int($0.magnitude) }.max() ?? 0
    let threshold = max(peak / 32, 64)
    guard let first = samples.firstIndex(where: { Int($0.magnitude) > threshold }),
      let last = samples.lastIndex(where: { Int($0.magnitude) > threshold })
    else { return 0..<0 }
    return first..<last + 1
  }

  /// Spreads prompts over calls so that all take about as long; within a call they keep their order.
  static func tracks(_ prompts: [WERPrompt], calls: Int) throws(WERFailure) -> [WERTrack] {
    var audio: [[Int16]] = []
    for prompt in prompts { audio.append(try read(prompt.path)) }
    var shares = [[Int]](repeating: [], count: calls)
    var lengths = [Int](repeating: 0, count: calls)
    for index in audio.indices.sorted(by: { (audio[$1].count, $0) < (audio[$0].count, $1) }) {
      let shortest = lengths.indices.min { lengths[$0] < lengths[$1] } ?? 0
      shares[shortest].append(index)
      lengths[shortest] += audio[index].count + pauseSamples
    }
    return shares.enumerated().map { call, share in
      var track = WERTrack(seed: UInt64(call + 1))
      for index in share.sorted() { track.append(audio[index], prompt: index) }
      return track
    }
  }

  private static func read(_ path: String) throws(WERFailure) -> [Int16] {
    do throws(WAVError) {
      let audio = try WAVReader.read(path: path)
      guard audio.rate == rate else { throw .unreadable(path: path, reason: "it is not at \(rate) Hz") }
      return audio.samples
    } catch {
      throw WERFailure("\(error)")
    }
  }
}
