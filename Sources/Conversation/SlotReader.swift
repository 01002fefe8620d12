/// Reads a caller's words as a value of a slot's type.
public struct SlotReader: Sendable {
  /// Seconds since 1970.
  public var wallClock: Double
  /// Minutes east of UTC.
  public var utcOffsetMinutes: Int
  /// ISO 4217 code for sums named without a currency.
  public var currency: String

  public init(wallClock: Double, utcOffsetMinutes: Int = 0, currency: String = "USD") {
    self.wallClock = wallClock
    self.utcOffsetMinutes = utcOffsetMinutes
    self.currency = currency
  }

  /// Nil when the words hold no such value.
  public func read(_ text: String, as type: SlotType) -> TypedValue? {
    let words = SpokenWords.split(text)
    switch type {
    case .yesNo(let yes, let no):
      return YesNoReader(alsoYes: yes, alsoNo: no).read(text).map(TypedValue.yesNo)
    case .number: return NumberReader(words: words).answer().map(TypedValue.number)
    case .money:
      return MoneyReader(words: words, defaultCurrency: currency).read().map {
        .money(amount: $0.amount, currency: $0.currency)
      }
    case .dateTime: return dateTime(words).map(TypedValue.dateTime)
    case .choice(let choices): return ChoiceReader(choices: choices).read(text).map(TypedValue.choice)
    case .freeText: return Self.hasContent(words) ? .text(Self.trimmed(text)) : nil
    }
  }

  func dateTime(_ words: [String]) -> DateTimeValue? {
    var reader = DateTimeReader(words: words, clock: LocalClock(wallClock, offsetMinutes: utcOffsetMinutes))
    return reader.read()
  }

  /// Something beyond greetings, yes, no and hesitation.
  private static func hasContent(_ words: [String]) -> Bool {
    SpokenWords.canonical(words: words).contains { !contentFree.contains($0) }
  }

  private static let contentFree: Set<String> = [
    "yes", "yeah", "yep", "no", "nope", "okay", "ok", "sure", "right", "well", "so", "like", "hello", "hi",
    "hey",
    "the", "a", "and", "oh", "mm", "mhm", "huh", "i", "we", "you", "it", "is", "am", "alright", "fine",
    "good",
    "great", "thanks", "thank", "to", "but", "what", "that", "uh",
  ]

  private static func trimmed(_ text: String) -> String {
    text.prefix(SpokenWords.maxCharacters).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
