/// A line that a caller may say: its text, when each word is said, and what it sounds like.
struct KnownLine: Sendable {
  let text: String
  let words: [TimedWord]
  let frames: [SpeechFrame]
  /// Frames at which speech begins after silence.
  let onsets: [Int]
  /// The frame after the last one with speech.
  let end: Int

  init(text: String, samples: [Int16], rate: Int) {
    var track = SpeechTrack(rate: rate)
    track.hear(samples + [Int16](repeating: 0, count: rate / 20))
    self.text = text
    frames = track.frames
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
