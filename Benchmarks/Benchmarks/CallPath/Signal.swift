/// Audio and bytes to work on, the same in every run.
enum Signal {
  /// A call's frame of 20 ms: a voice-like buzz at 120 Hz that comes and goes, s16 mono.
  static func speech(frames: Int, rate: Int) -> [Int16] {
    let perFrame = rate / 50
    var noise = Noise(seed: 1)
    return (0..<frames * perFrame).map { index in
      let position = index % (rate / 120)
      let swell = 1 + index / (rate / 4) % 4
      let decayed = 6_000 * swell / (8 + position * 8_000 / rate)
      return Int16(clamping: (index & 1 == 0 ? decayed : -decayed / 2) + noise.next(below: 64))
    }
  }

  /// Callers talk 3 s and listen 4 s, on a line with faint noise; s16 mono at 8 kHz.
  static func call(seconds: Int) -> [Int16] {
    var samples = speech(frames: seconds * 50, rate: 8_000)
    var noise = Noise(seed: 2)
    for index in samples.indices where index / 8_000 % 7 >= 3 {
      samples[index] = Int16(noise.next(below: 32) - 16)
    }
    return samples
  }

  static func bytes(_ count: Int) -> [UInt8] {
    var noise = Noise(seed: 3)
    return (0..<count).map { _ in UInt8(noise.next(below: 256)) }
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below limit: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ (mixed >> 31)) >> 33) % limit
    }
  }
}
