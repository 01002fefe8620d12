/// Makes a recogniser's raw text fit to be acted on: trims it, and takes out what the model is known to make up.
///
/// Moonshine, like every model trained on subtitles, answers noise with "You" and music with note signs, and can
/// fall into a loop.
enum TranscriptCleaner {
  /// - Parameter loudness: of the audio that the text came from.
  static func clean(_ text: String, loudness: SpeechLoudness) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      .filter {
        $0.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
      }
    let said = withoutLoops(words)
    if isLoneYou(said) && !loudness.looksLikeSpeech { return "" }
    return said.joined(separator: " ")
  }

  private static func isLoneYou(_ words: [String]) -> Bool {
    words.count == 1 && words[0].lowercased().filter(\.isLetter) == "you"
  }

  /// Keeps one copy of a phrase of two words or more that is repeated five times or more; people do not do that,
  /// a greedy decoder does.
  private static func withoutLoops(_ words: [String]) -> [String] {
    var kept = words
    for length in 2...8 where kept.count >= length * fewestRepeats {
      var start = 0
      while start + length * fewestRepeats <= kept.count {
        let repeats = repeats(of: length, at: start, in: kept)
        if repeats >= fewestRepeats {
          kept.removeSubrange(start + length..<start + length * repeats)
        }
        start += 1
      }
    }
    return kept
  }

  private static func repeats(of length: Int, at start: Int, in words: [String]) -> Int {
    let phrase = words[start..<start + length].map { $0.lowercased() }
    var count = 1
    while start + (count + 1) * length <= words.count,
      words[start + count * length..<start + (count + 1) * length].map({ $0.lowercased() }) == phrase
    {
      count += 1
    }
    return count
  }

  private static let fewestRepeats = 5
}
