/// Audio as frames, cut into spurts of speech. Fed with samples of any rate.
struct SpeechTrack: Sendable {
  /// Frames that are quieter than this never hold speech.
  private static let quietest: Float = 110
  /// Frames of silence that end a spurt.
  static let spurtGap = 7

  private let rate: Int
  private(set) var frames: [SpeechFrame] = []
  private(set) var isActive: [Bool] = []
  /// Frames before the first one that is kept.
  private(set) var dropped = 0
  private var narrow: [Int16] = [0, 0]
  private var wide: [Int16] = []
  private var position = 0.0
  private var noise: Float = 30

  init(rate: Int) { self.rate = rate }

  /// Frames heard since the start.
  var count: Int { dropped + frames.count }

  /// Takes in samples; tells for each whole frame whether it is loud enough for speech.
  mutating func hear(_ samples: [Int16]) {
    narrow += rate == 8000 ? samples : narrowed(samples)
    while narrow.count >= SpeechFrame.samples + 2 {
      let frame = SpeechFrame(narrow[0..<SpeechFrame.samples + 2])
      narrow.removeFirst(SpeechFrame.samples)
      noise = frame.level < noise ? frame.level * 0.2 + noise * 0.8 : min(600, noise * 1.005 + 0.02)
      frames.append(frame)
      isActive.append(frame.level > max(Self.quietest, noise * 3.5))
    }
  }

  /// Forgets frames before `number`.
  mutating func forget(before number: Int) {
    let surplus = min(frames.count, number - dropped)
    guard surplus > 0 else { return }
    frames.removeFirst(surplus)
    isActive.removeFirst(surplus)
    dropped += surplus
  }

  /// Half the rate through a half-band filter, any other rate by interpolation.
  private mutating func narrowed(_ samples: [Int16]) -> [Int16] {
    wide += samples
    var out: [Int16] = []
    if rate == 16_000 {
      var index = 3
      while index + 3 < wide.count {
        let near = Int(wide[index - 1]) + Int(wide[index + 1])
        let far = Int(wide[index - 3]) + Int(wide[index + 3])
        out.append(Int16(clamping: (16 * Int(wide[index]) + 9 * near - far) / 32))
        index += 2
      }
      wide.removeFirst(index - 3)
      return out
    }
    let step = Double(rate) / 8000
    while position + step + 1 < Double(wide.count) {
      let from = Int(position)
      let to = max(from + 1, Int(position + step))
      out.append(Int16(clamping: wide[from..<to].reduce(0) { $0 + Int($1) } / (to - from)))
      position += step
    }
    wide.removeFirst(Int(position))
    position -= position.rounded(.down)
    return out
  }
}
