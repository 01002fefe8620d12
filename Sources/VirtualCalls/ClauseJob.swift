internal import Audio
internal import Providers

/// A clause that the machine had synthesised, and what the virtual synthesiser makes of it.
///
/// Its samples tell where they come from, so that whoever hears one knows the clause and the word.
struct ClauseJob {
  /// The machine's number for it.
  let clause: Int
  /// Index of its reply.
  let reply: Int
  let text: String
  /// Where each word's audio ends, in samples.
  private(set) var wordEnds: [Int] = []
  /// Samples that the synthesiser has given, that the machine has taken, and that were sent and not cleared.
  var delivered = 0
  var fed = 0
  var sent = 0
  /// The machine has been told that it is finished, or has failed.
  var isFinished = false
  var isCancelled = false
  /// The epoch in which its mark was last sent.
  var markedIn = 0
  /// How the synthesiser goes about it.
  var manner = SpeechManner()

  /// - Parameter index: of this job among the call's.
  init(clause: Int, reply: Int, text: String, rate: Int, dice: inout Dice) {
    self.clause = clause
    self.reply = reply
    self.text = text
    wordEnds.reserveCapacity(12)
    var end = 0
    var letters = 0
    // About 65 ms a letter, each word at its own pace.
    func close(_ dice: inout Dice) {
      guard letters > 0 else { return }
      let milliseconds = max(120, letters * dice.within(50...80))
      end += MediaTime.milliseconds(Int64(milliseconds)).samples(rate: rate)
      wordEnds.append(end)
      letters = 0
    }
    for byte in text.utf8 {
      if byte == 0x20 { close(&dice) } else { letters += 1 }
    }
    close(&dice)
  }

  var length: Int { wordEnds.last ?? 0 }

  /// The next `count` samples at most, and moves on.
  mutating func deliver(_ count: Int, index: Int) -> [Int16] {
    let end = min(length, delivered + count)
    guard end > delivered else { return [] }
    var samples: [Int16] = []
    samples.reserveCapacity(end - delivered)
    var word = 0
    while delivered < end {
      while wordEnds[word] <= delivered { word += 1 }
      let run = min(end, wordEnds[word]) - delivered
      samples.append(contentsOf: repeatElement(Self.sample(index: index, word: word), count: run))
      delivered += run
    }
    return samples
  }

  /// Louder than any comfort noise.
  static func sample(index: Int, word: Int) -> Int16 { Int16((index % 255 + 1) << 7 | min(word, 125) + 1) }

  /// The greatest sample of comfort noise; silence and noise are no clause's.
  static let noisePeak: Int16 = 40

  static func isNoise(_ sample: Int16) -> Bool { abs(Int(sample)) <= Int(noisePeak) }

  /// Which of `count` clauses the sample is from; nil when none has made it.
  static func origin(of sample: Int16, among count: Int) -> (index: Int, word: Int)? {
    guard sample >= 1 << 7 else { return nil }
    let place = Int(sample) >> 7 - 1
    // Of the clauses with this place the last one.
    guard place < count else { return nil }
    return (place + (count - 1 - place) / 255 * 255, Int(sample) & 0x7F - 1)
  }

  /// When each word is said, as a synthesiser that knows it tells.
  func times(rate: Int) -> [SpokenWord] {
    var start = 0
    return zip(text.split(separator: " "), wordEnds).map { word, end in
      defer { start = end }
      return SpokenWord(
        String(word), start: .samples(start, rate: rate), end: .samples(end, rate: rate))
    }
  }

  /// Where this word's audio begins, and how much there is of it.
  func start(of word: Int) -> Int { word == 0 ? 0 : wordEnds[word - 1] }
  func length(of word: Int) -> Int { wordEnds[word] - start(of: word) }

  var isRunning: Bool { !isCancelled && !isFinished }
}
