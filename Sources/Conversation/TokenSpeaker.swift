/// Writes out tokens one after the other, with an eye on their neighbours.
struct TokenSpeaker {
  let tokens: [SpeechToken]
  let lexicon: PronunciationLexicon
  var at = 0
  private var output: [String] = []
  /// All in capitals, which therefore say nothing.
  private let isShouted: Bool
  /// Replaces the last token's closing marks when some of them belong to the word.
  private var spokenTail: String?

  init(tokens: [SpeechToken], lexicon: PronunciationLexicon) {
    self.tokens = tokens
    self.lexicon = lexicon
    let words = tokens.lazy.map(\.core).filter { $0.count > 1 && $0.allSatisfy(\.isLetter) }
    isShouted = words.count > 2 && words.allSatisfy { $0 == $0.uppercased() }
  }

  mutating func spoken() -> String {
    while at < tokens.count {
      let start = at
      spokenTail = nil
      let words = multiToken() ?? single()
      assert(at > start, "every form takes at least one token")
      output.append(words + (spokenTail ?? tokens[at - 1].tail))
    }
    return output.joined(separator: " ")
  }

  /// The core so many tokens ahead, unless punctuation stands between.
  func ahead(_ count: Int) -> String? {
    guard at + count < tokens.count else { return nil }
    for index in at..<(at + count) where !tokens[index].tail.isEmpty { return nil }
    return tokens[at + count].core
  }

  private var previous: String { at > 0 ? tokens[at - 1].core : "" }

  // MARK: - Several tokens

  /// Advances `at` past what it spoke.
  private mutating func multiToken() -> String? {
    if let (words, count) = lexicon.entry(at: at, in: tokens) {
      at += count
      return words
    }
    if let (words, count) = phoneNumber() {
      at += count
      return words
    }
    return timeWithHalf() ?? monthAndDay() ?? dayAndMonth() ?? sumWithScale() ?? currencyCode()
      ?? mixedFraction()
      ?? quantity() ?? dottedAbbreviation()
  }

  /// Digit groups with dashes, brackets or a plus, seven to fifteen digits in all, over up to six tokens.
  private func phoneNumber() -> (words: String, count: Int)? {
    guard let first = tokens[at].core.unicodeScalars.first, first == "+" || isDigit(first) || first == "("
    else {
      return nil
    }
    var best: (words: String, count: Int)?
    var joined = ""
    for count in 1...6 {
      // A bracket belongs to the number: "(555) 123-4567" has lost its own to the token's edges.
      guard at + count <= tokens.count else { break }
      if count > 1, !tokens[at + count - 2].tail.isEmpty { break }
      let core = tokens[at + count - 1].core
      guard !core.isEmpty,
        core.unicodeScalars.allSatisfy({ isDigit($0) || "+-().".unicodeScalars.contains($0) })
      else { break }
      joined += (count > 1 ? " " : "") + core
      if let words = SpokenPhone.words(joined) { best = (words, count) }
    }
    return best
  }

  /// "3 PM", "3:30 p.m.", "11 a.m.".
  private mutating func timeWithHalf() -> String? {
    guard let half = ahead(1).flatMap(WrittenForms.half) else { return nil }
    let core = tokens[at].core
    guard let words = WrittenForms.clock(core, half: half) ?? WrittenForms.timeRange(core, half: half) else {
      return nil
    }
    at += 2
    if tokens[at - 1].core.contains(".") { dropDot(mayEndSentence: true) }
    return words
  }

  /// "November 24", "Nov. 24th, 2026".
  private mutating func monthAndDay() -> String? {
    let core = tokens[at].core
    guard let month = WrittenForms.month(core), at + 1 < tokens.count else { return nil }
    guard tokens[at].tail.isEmpty || tokens[at].tail == "." && core.count <= 4 else { return nil }
    var digits = Substring(tokens[at + 1].core)
    if let suffix = ["st", "nd", "rd", "th"].first(where: { digits.lowercased().hasSuffix($0) }) {
      digits = digits.dropLast(suffix.count)
    }
    guard digits.count <= 2, let day = Int(digits), (1...31).contains(day) else { return nil }
    let words = month + " " + NumberWords.ordinal(day)
    at += 2
    // A year of any time, which alone would be a plain number: "July 4, 1776".
    guard tokens[at - 1].tail == ",", let year = year(at) else { return words }
    at += 1
    return words + ", " + year
  }

  private func year(_ index: Int) -> String? {
    guard index < tokens.count, tokens[index].core.count == 4,
      let year = WrittenForms.small(tokens[index].core[...]),
      (1000...2199).contains(year)
    else { return nil }
    return NumberWords.year(year)
  }

  /// "24 November 2026", "on 11/24".
  private mutating func dayAndMonth() -> String? {
    let core = tokens[at].core
    let before = previous.lowercased()
    if Self.leadToDays.contains(before), let words = WrittenForms.dayAndMonth(core) {
      at += 1
      return words
    }
    guard let day = WrittenForms.small(core[...]), (1...31).contains(day), let word = ahead(1),
      let month = WrittenForms.month(word), month != "May" && month != "March" || year(at + 2) != nil
    else { return nil }
    let words = (before == "the" ? "" : "the ") + NumberWords.ordinal(day) + " of " + month
    at += 2
    if word.count <= 4, word != month { dropDot(mayEndSentence: true) }
    return words
  }

  private static let leadToDays: Set<String> = [
    "on", "by", "before", "after", "until", "till", "since", "from",
  ]

  /// "$2 million": the scale comes before the currency in speech.
  private mutating func sumWithScale() -> String? {
    guard let scale = ahead(1)?.lowercased(), ["thousand", "million", "billion", "trillion"].contains(scale)
    else { return nil }
    let bounds = tokens[at].core.split(separator: "-").map(String.init)
    guard (1...2).contains(bounds.count), let (low, currency) = WrittenForms.sum(bounds[0]),
      let high = bounds.count == 1
        ? low : WrittenForms.sum(bounds[1])?.amount ?? WrittenForms.decimal(bounds[1])
    else { return nil }
    at += 2
    let name = NumberWords.currencies[currency]?.many ?? currency
    let start = bounds.count == 1 ? "" : NumberWords.cardinal(low) + " to "
    return start + NumberWords.cardinal(high) + " " + scale + " " + name
  }

  /// "USD 20", "20 EUR".
  private mutating func currencyCode() -> String? {
    guard let next = ahead(1) else { return nil }
    for (code, number) in [(tokens[at].core, next), (next, tokens[at].core)]
    where NumberWords.currencies[code] != nil {
      guard let amount = WrittenForms.multiplied(number) else { continue }
      at += 2
      return NumberWords.money(amount, currency: code)
    }
    return nil
  }

  /// "1 1/2".
  private mutating func mixedFraction() -> String? {
    guard let whole = WrittenForms.small(tokens[at].core[...]), let next = ahead(1) else { return nil }
    let parts = next.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let top = WrittenForms.small(parts[0]), let bottom = WrittenForms.small(parts[1]),
      top > 0, top < bottom, bottom <= 16, let fraction = WrittenForms.fraction(next)
    else { return nil }
    at += 2
    return NumberWords.cardinal(whole) + " and " + fraction
  }

  /// "5 kg", "50 sq ft", "10 x 12".
  private mutating func quantity() -> String? {
    let core = tokens[at].core
    guard let first = core.first(where: { $0 != "-" && $0 != "." }), first.isASCII, first.isNumber,
      let next = ahead(1), let number = WrittenForms.range(core) ?? WrittenForms.number(core)
    else { return nil }
    if next == "x", let other = ahead(2),
      let words = WrittenForms.number(other) ?? WrittenForms.measure(other)
    {
      at += 3
      return number + " by " + words
    }
    let isOne = core == "1"
    if next == "sq" || next == "cu", let unit = ahead(2).flatMap({ SpokenUnit.name($0, isOne: isOne) }) {
      at += 3
      return number + (next == "sq" ? " square " : " cubic ") + unit
    }
    guard next != "x", let unit = SpokenUnit.name(next, isOne: isOne) else { return nil }
    at += 2
    dropDot(mayEndSentence: true)
    return number + " " + unit
  }

  /// Abbreviations that keep their dot: "approx. 5", "No. 7", "St. John", "Main St."
  private mutating func dottedAbbreviation() -> String? {
    guard tokens[at].tail.hasPrefix(".") else { return nil }
    let core = tokens[at].core
    let next = at + 1 < tokens.count ? tokens[at + 1].core : ""
    let words: String
    switch core.lowercased() {
    case "st":
      let isSaint = next.first?.isUppercase == true && previous.first?.isUppercase != true
      words = isSaint ? "Saint" : "Street"
    case "dr":
      let isStreet = previous.first?.isUppercase == true && next.first?.isUppercase != true
      words = isStreet ? "Drive" : "Doctor"
    case "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun":
      guard let day = AbbreviationWords.weekday(core, isDotted: true) else { return nil }
      words = day
    case "min": words = "minimum"
    case "no":
      guard let first = next.unicodeScalars.first, isDigit(first) else { return nil }
      words = "number"
    default:
      guard let long = AbbreviationWords.dotted[core.lowercased()] else { return nil }
      words = long
    }
    at += 1
    dropDot(mayEndSentence: words != "Saint" && AbbreviationWords.closing.contains(core.lowercased()))
    return words
  }

  /// The last token's dot belongs to the abbreviation unless the text ends here or a new sentence follows.
  private mutating func dropDot(mayEndSentence: Bool) {
    guard at < tokens.count, tokens[at - 1].tail.hasPrefix(".") else { return }
    if mayEndSentence, tokens[at - 1].tail == ".", tokens[at].core.first?.isUppercase == true { return }
    spokenTail = String(tokens[at - 1].tail.dropFirst())
  }

  // MARK: - One token

  private mutating func single() -> String {
    let core = tokens[at].core
    defer { at += 1 }
    if core.isEmpty { return "" }
    if core == "-", joinsNumbers { return "to" }
    if let plain = AbbreviationWords.plain[core] ?? AbbreviationWords.plain[core.lowercased()] {
      return plain
    }
    if let half = WrittenForms.half(core), core.count == 2, core == core.uppercased() {
      return half ? "P M" : "A M"
    }
    if core.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == "'" }) {
      if let day = AbbreviationWords.weekday(core, isDotted: false) { return day }
      return isShouted ? core : Acronym.spelled(core) ?? core
    }
    if let words = WrittenForms.spoken(core) { return words }
    return WrittenForms.pieces(core)
  }

  /// A dash between what looks like two numbers: "9 am - 5 pm".
  private var joinsNumbers: Bool {
    guard at > 0, tokens[at - 1].tail.isEmpty, at + 1 < tokens.count else { return false }
    guard let next = tokens[at + 1].core.unicodeScalars.first, isDigit(next) || next == "$" else {
      return false
    }
    return previous.unicodeScalars.last.map(isDigit) == true || WrittenForms.half(previous) != nil
      || WrittenForms.attachedTime(previous) != nil
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
