/// Writes out tokens one after the other, with an eye on their neighbours.
struct TokenSpeaker {
  let tokens: [SpeechToken]
  let lexicon: [String: String]
  var at = 0
  private var output: [String] = []
  /// Replaces the last token's closing marks when some of them belong to the word.
  private var spokenTail: String?

  init(tokens: [SpeechToken], lexicon: [String: String]) {
    self.tokens = tokens
    self.lexicon = lexicon
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
    if let (words, count) = lexiconEntry() {
      at += count
      return words
    }
    if let (words, count) = phoneNumber() {
      at += count
      return words
    }
    return timeWithHalf() ?? monthAndDay() ?? sumWithScale() ?? dottedAbbreviation()
  }

  private func lexiconEntry() -> (words: String, count: Int)? {
    guard !lexicon.isEmpty else { return nil }
    for count in [3, 2, 1] {
      var words: [String] = []
      for offset in 0..<count {
        guard let core = ahead(offset) else { break }
        words.append(core.lowercased())
      }
      guard words.count == count, let spoken = lexicon[words.joined(separator: " ")] else { continue }
      return (spoken, count)
    }
    return nil
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
      if let words = Self.phoneWords(joined) { best = (words, count) }
    }
    return best
  }

  private static func phoneWords(_ text: String) -> String? {
    let groups = text.split { !$0.isNumber }
    let digits = groups.reduce(0) { $0 + $1.count }
    guard (7...15).contains(digits) else { return nil }
    let dashes = text.count { $0 == "-" }
    let dots = text.count { $0 == "." }
    let isMarked = text.hasPrefix("+") || dashes >= 1 && groups.count >= 2 || dots >= 2
    guard isMarked || groups.count == 1 && digits >= 10 else { return nil }
    // A written date has the same shape: "2026-11-24".
    if WrittenForms.date(text) != nil { return nil }
    // "10000000-20000000" is a range of sums, not a number to dial.
    guard groups.allSatisfy({ $0.count <= 4 }) || groups.count == 1 || text.hasPrefix("+") else { return nil }
    let prefix = text.hasPrefix("+") ? "plus " : ""
    return prefix + groups.map { NumberWords.digits($0) }.joined(separator: ", ")
  }

  /// "3 PM", "3:30 p.m.", "11 a.m.".
  private mutating func timeWithHalf() -> String? {
    guard let half = ahead(1).flatMap(WrittenForms.half) else { return nil }
    guard let words = WrittenForms.clock(tokens[at].core, half: half) else { return nil }
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
    at += 2
    return month + " " + NumberWords.ordinal(day)
  }

  /// "$2 million": the scale comes before the currency in speech.
  private mutating func sumWithScale() -> String? {
    let core = tokens[at].core
    guard let scale = ahead(1)?.lowercased(), ["thousand", "million", "billion", "trillion"].contains(scale),
      let (amount, currency) = WrittenForms.sum(core)
    else { return nil }
    at += 2
    let name = NumberWords.currencies[currency]?.many ?? currency
    return NumberWords.cardinal(amount) + " " + scale + " " + name
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
    case "no":
      guard let first = next.unicodeScalars.first, isDigit(first) else { return nil }
      words = "number"
    default:
      guard let long = Self.dotted[core.lowercased()] else { return nil }
      words = long
    }
    at += 1
    dropDot(mayEndSentence: words != "Saint" && Self.closing.contains(core.lowercased()))
    return words
  }

  /// The last token's dot belongs to the abbreviation unless the text ends here or a new sentence follows.
  private mutating func dropDot(mayEndSentence: Bool) {
    guard at < tokens.count, tokens[at - 1].tail.hasPrefix(".") else { return }
    if mayEndSentence, tokens[at].core.first?.isUppercase == true { return }
    spokenTail = String(tokens[at - 1].tail.dropFirst())
  }

  // MARK: - One token

  private mutating func single() -> String {
    let core = tokens[at].core
    defer { at += 1 }
    if core.isEmpty { return "" }
    if let plain = Self.plain[core] ?? Self.plain[core.lowercased()] { return plain }
    if let half = WrittenForms.half(core), core.count == 2, core == core.uppercased() {
      return half ? "P M" : "A M"
    }
    if core.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == "'" }) { return core }
    if let words = WrittenForms.spoken(core) { return words }
    return WrittenForms.pieces(core)
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static let dotted = [
    "mr": "Mister", "mrs": "Missus", "ms": "Miss", "prof": "Professor", "approx": "approximately",
    "vs": "versus",
    "etc": "et cetera", "inc": "Incorporated", "ltd": "Limited", "corp": "Corporation", "ave": "Avenue",
    "blvd": "Boulevard", "rd": "Road", "jr": "Junior", "sr": "Senior", "dept": "department",
    "ext": "extension",
    "e.g": "for example", "i.e": "that is", "a.m": "A M", "p.m": "P M", "hrs": "hours", "hr": "hour",
    "mins": "minutes",
    "jan": "January", "feb": "February", "apr": "April", "aug": "August", "sept": "September",
    "oct": "October",
    "nov": "November", "dec": "December", "tel": "telephone",
  ]
  private static let closing: Set<String> = [
    "etc", "inc", "ltd", "corp", "ave", "blvd", "rd", "a.m", "p.m", "jr", "sr", "hrs", "mins", "st",
  ]
  private static let plain = [
    "&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "#": "number", "$": "dollars",
    "€": "euros",
    "£": "pounds", "/": "or", "-": ",", "w/": "with", "w/o": "without", "e.g": "for example",
    "i.e": "that is",
    "vs": "versus", "approx": "approximately", "etc": "et cetera", "mr": "Mister", "mrs": "Missus",
    "dr": "Doctor",
    "and/or": "and or", "24/7": "twenty four seven", "°": "degrees", "°C": "degrees Celsius",
    "°F": "degrees Fahrenheit", "kg": "kilograms", "km": "kilometres", "lbs": "pounds", "hrs": "hours",
    "mins": "minutes", "×": "times", "÷": "divided by", "am/pm": "A M or P M",
  ]
}
