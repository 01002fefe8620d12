/// Turns written text into words that can be spoken: no digits, no symbols, no markup.
///
/// Numbers, sums, dates, times, phone numbers, addresses, units and common abbreviations are written out in English;
/// markdown, emoji and control characters go; commas, full stops, question and exclamation marks stay, for they
/// carry the melody. Any input is safe and costs time proportional to its length.
///
/// What comes out is for the synthesiser alone: transcripts and the words that were heard keep the text as written.
public struct SpeechNormaliser: Sendable {
  private let lexicon: PronunciationLexicon

  /// - Parameter lexicon: written word to spoken form, whatever the case; for names a synthesiser gets wrong. Of
  ///   several entries that fit the longest is taken.
  public init(lexicon: [String: String] = [:]) {
    let plain = SpeechNormaliser(lexicon: PronunciationLexicon())
    self.lexicon = PronunciationLexicon(lexicon, spoken: plain.normalise)
  }

  private init(lexicon: PronunciationLexicon) {
    self.lexicon = lexicon
  }

  public func normalise(_ text: String) -> String {
    let words = MarkupRemover.plain(text).split(separator: " ").filter { !Self.emoticons.contains($0) }
    let tokens = words.map { SpeechToken(String($0)) }
    var speaker = TokenSpeaker(tokens: tokens, lexicon: lexicon)
    return SpeechSanitiser.cleaned(speaker.spoken())
  }

  /// Whether a lexicon may hold this: the written form can match, and the spoken one can be said.
  public static func canPronounce(_ written: String, as spoken: String) -> Bool {
    PronunciationLexicon.canMatch(written)
      && SpeechNormaliser().normalise(spoken).contains { $0.isLetter }
  }

  /// The form under which a lexicon keeps a written word: case and spaces make no difference.
  public static func lexiconKey(_ written: String) -> String { PronunciationLexicon.key(written) }

  private static let emoticons: Set<Substring> = [
    ":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":/", "<3", "xD", ":'(", "^^",
  ]
}
