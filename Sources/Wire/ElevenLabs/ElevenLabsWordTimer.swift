public import Audio

/// Makes words of the characters that ElevenLabs times, across the chunks of one utterance.
///
/// A word that a chunk's end cuts in two is one word; its times count from the utterance's first sample.
public struct ElevenLabsWordTimer: Sendable {
  private var text = ""
  private var start = MediaTime.zero
  private var end = MediaTime.zero
  /// What lies before the chunk in hand, and the time by which all characters so far were over.
  private var latest = MediaTime.zero

  public init() {}

  /// The words that `alignment` completes.
  /// - Parameter offset: how much audio of the utterance came before this chunk.
  public mutating func append(_ alignment: ElevenLabsAlignment, offset: MediaTime) -> [TimedWord] {
    var words: [TimedWord] = []
    for character in alignment.characters {
      let begin = max(offset + character.start, latest)
      if character.text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
        if let word = finish() { words.append(word) }
      } else {
        if text.isEmpty { start = begin }
        text += character.text
        end = max(begin, offset + character.start + character.duration)
      }
      latest = begin
    }
    return words
  }

  /// The word that the utterance's end completes, if there is one.
  public mutating func finish() -> TimedWord? {
    guard !text.isEmpty else { return nil }
    let word = TimedWord(text, start: start, end: end)
    text = ""
    return word
  }
}
