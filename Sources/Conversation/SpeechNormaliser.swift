/// Turns written text into words that can be spoken: no digits, no symbols, no markup.
///
/// Numbers, sums, dates, times, phone numbers, addresses and common abbreviations are written out in English;
/// markdown, emoji and control characters go; commas, full stops, question and exclamation marks stay, for they
/// carry the melody. Any input is safe and costs time proportional to its length.
public struct SpeechNormaliser: Sendable {
  let lexicon: [String: String]

  /// - Parameter lexicon: written word to spoken form, whatever the case; for names a synthesiser gets wrong.
  public init(lexicon: [String: String] = [:]) {
    var table: [String: String] = [:]
    for (word, spoken) in lexicon.sorted(by: { $0.key < $1.key }) {
      let plain = SpeechNormaliser(table: [:]).normalise(spoken)
      table[word.lowercased().trimmed] = plain
    }
    self.lexicon = table
  }

  private init(table: [String: String]) {
    lexicon = table
  }

  public func normalise(_ text: String) -> String {
    let tokens = MarkupRemover.plain(text).split(separator: " ").map { SpeechToken(String($0)) }
    var speaker = TokenSpeaker(tokens: tokens, lexicon: lexicon)
    return SpeechSanitiser.cleaned(speaker.spoken())
  }
}
