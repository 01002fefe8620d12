/// Written forms of numbers and addresses, one token each, in words.
enum WrittenForms {
  /// Nil when the token is none of the known forms.
  static func spoken(_ token: String) -> String? {
    for form in forms {
      if let words = form(token) { return words }
    }
    return nil
  }

  private static let forms: [@Sendable (String) -> String?] = [
    SpokenAddress.email, SpokenAddress.web, percent, rate, money, attachedTime, { clock($0, half: nil) },
    { timeRange($0, half: nil) }, date, ordinal, measure, height, fraction, range, decade, number, orMore,
  ]

  /// What is left: runs of letters and digits, each on its own, symbols by name.
  static func pieces(_ token: String) -> String {
    var words: [String] = []
    var run = ""
    func close() {
      if run.isEmpty { return }
      words.append(run.unicodeScalars.allSatisfy(isDigit) ? integer(run) : Acronym.spelled(run) ?? run)
      run = ""
    }
    // "#sale" is a tag, "#5" a number.
    let isTag = token.first == "#" && token.dropFirst().first?.isLetter == true
    if isTag { words.append("hashtag") }
    for character in isTag ? token.dropFirst() : token[...] {
      let isDigitNow = character.unicodeScalars.allSatisfy(isDigit)
      if isDigitNow || character.isLetter || character == "'" {
        if let last = run.unicodeScalars.last, isDigit(last) != isDigitNow { close() }
        run.append(character)
      } else {
        close()
        if let name = symbolNames[character] { words.append(name) }
      }
    }
    close()
    return words.joined(separator: " ")
  }

  // MARK: - Plain numbers

  @Sendable static func ordinal(_ token: String) -> String? {
    guard token.count > 2, ["st", "nd", "rd", "th"].contains(token.suffix(2).lowercased()) else { return nil }
    let digits = token.dropLast(2).filter { $0 != "," }
    guard digits.count <= 9, digits.unicodeScalars.allSatisfy(isDigit), let value = Int(digits) else {
      return nil
    }
    return NumberWords.ordinal(value)
  }

  @Sendable static func fraction(_ token: String) -> String? {
    let parts = token.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let top = small(parts[0]), let bottom = small(parts[1]) else { return nil }
    let words = NumberWords.cardinal(top)
    switch bottom {
    case 2 where top == 1: return "one half"
    case 4 where top < 4: return words + (top == 1 ? " quarter" : " quarters")
    case 3, 5, 6, 8, 16:
      guard top < bottom else { break }
      return words + " " + NumberWords.ordinal(bottom) + (top == 1 ? "" : "s")
    case 10, 100: return words + " out of " + NumberWords.cardinal(bottom)
    default: break
    }
    return words + " over " + NumberWords.cardinal(bottom)
  }

  @Sendable static func range(_ token: String) -> String? {
    let parts = token.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = decimal(String(parts[0])), let high = multiplied(String(parts[1]))
    else { return nil }
    if parts.allSatisfy({ $0.count == 4 }), (1000...2099).contains(low), (1000...2099).contains(high),
      low < high
    {
      return NumberWords.year(Int(low)) + " to " + NumberWords.year(Int(high))
    }
    return NumberWords.cardinal(low) + " to " + NumberWords.cardinal(high)
  }

  /// "100+".
  @Sendable private static func orMore(_ token: String) -> String? {
    guard token.hasSuffix("+"), token.utf8.count < 40 else { return nil }
    let body = String(token.dropLast())
    return (money(body) ?? measure(body) ?? number(body)).map { $0 + " plus" }
  }

  @Sendable static func number(_ token: String) -> String? {
    var body = Substring(token)
    var sign = ""
    if body.hasPrefix("-") || body.hasPrefix("−") { sign = "minus " }
    if body.hasPrefix("+") { sign = "plus " }
    if !sign.isEmpty { body = body.dropFirst() }
    if body.hasPrefix("#") {
      sign = "number "
      body = body.dropFirst()
    }
    guard !body.isEmpty else { return nil }
    if body.unicodeScalars.allSatisfy(isDigit) { return sign + integer(String(body)) }
    if let value = decimal(String(body)) {
      // Decimals are read as written: "3.10" keeps its zero.
      let parts = body.split(separator: ".")
      guard parts.count == 2 else { return sign + NumberWords.cardinal(value) }
      let whole = decimal(String(parts[0])) ?? 0
      return sign + NumberWords.cardinal(whole) + " point " + NumberWords.digits(parts[1])
    }
    return multiplied(String(body)).map { sign + NumberWords.cardinal($0) }
  }

  /// "1990s", "90s".
  @Sendable private static func decade(_ token: String) -> String? {
    guard token.count == 5 || token.count == 3, token.hasSuffix("0s"), let year = Int(token.dropLast()),
      year >= 20
    else { return nil }
    let words = token.count == 5 ? NumberWords.year(year) : NumberWords.cardinal(year)
    return words.hasSuffix("y") ? String(words.dropLast()) + "ies" : words + "s"
  }

  /// Years of our time as years; codes with leading zeros and very long numbers digit by digit.
  private static func integer(_ digits: String) -> String {
    if digits.utf8.count > 12 || digits.utf8.count > 1 && digits.hasPrefix("0") {
      return NumberWords.digits(digits)
    }
    guard let value = Int(digits) else { return NumberWords.digits(digits) }
    return (1900...2099).contains(value) ? NumberWords.year(value) : NumberWords.cardinal(value)
  }

  /// A non-negative decimal with optional thousands commas.
  static func decimal(_ text: String) -> Double? {
    guard text.utf8.count <= 24, let first = text.unicodeScalars.first, isDigit(first) || first == "." else {
      return nil
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) || parts.count == 2 && !parts[1].isEmpty else {
      return nil
    }
    let groups = parts[0].split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count == 1 || groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    let digits = groups.joined() + (parts.count == 2 ? "." + parts[1] : "")
    guard digits.unicodeScalars.allSatisfy({ isDigit($0) || $0 == "." }) else { return nil }
    return Double(digits.hasPrefix(".") ? "0" + digits : digits)
  }

  static func small(_ text: Substring) -> Int? {
    guard (1...4).contains(text.count), text.unicodeScalars.allSatisfy(isDigit) else { return nil }
    return Int(text)
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static let symbolNames: [Character: String] = [
    "%": "percent", "&": "and", "+": "plus", "=": "equals", "@": "at", "$": "dollars", "€": "euros",
    "£": "pounds",
    "°": "degrees", "×": "times", "#": "number", ",": ",", ";": ",", "¢": "cents",
  ]
}
