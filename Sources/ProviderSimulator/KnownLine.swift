/// A line that a caller may say: its text, when each word is said, and what it sounds like.
struct KnownLine: Sendable {
  static let phases = 4

  let text: String
  let words: [TimedWord]
  /// Its frames, cut at four phases: what is heard is cut anywhere.
  let frames: [[SpeechFrame]]
  /// Frames at which speech begins after silence.
  let onsets: [Int]
  /// The frame after the last one with speech.
  let end: Int

  init(text: String, samples: [Int16], rate: Int) {
    var track = SpeechTrack(rate: rate)
    track.hear(samples + [Int16](repeating: 0, count: rate / 20))
    self.text = text
    let shift = rate / 50 / Self.phases
    frames = (0..<Self.phases).map { phase in
      var shifted = SpeechTrack(rate: rate)
      shifted.hear(samples.dropFirst(phase * shift) + [Int16](repeating: 0, count: rate / 20))
      return shifted.frames
    }
    var found: [Int] = []
    var silence = SpeechTrack.spurtGap
    for (index, isActive) in track.isActive.enumerated() {
      if isActive, silence >= 4 { found.append(index) }
      silence = isActive ? 0 : silence + 1
    }
    onsets = found
    end = (track.isActive.lastIndex(of: true) ?? -1) + 1
    words = TimedWord.spread(text, over: track.isActive, frame: SpeechFrame.seconds)
  }
}
