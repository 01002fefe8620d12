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
    email, address, percent, money, attachedTime, { clock($0, half: nil) }, date, ordinal, fraction, range,
    number,
  ]

  /// What is left: runs of letters and digits, each on its own, symbols by name.
  static func pieces(_ token: String) -> String {
    var words: [String] = []
    var run = ""
    func close() {
      if run.isEmpty { return }
      words.append(run.unicodeScalars.allSatisfy(isDigit) ? integer(run) : run)
      run = ""
    }
    for character in token {
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

  // MARK: - Addresses

  @Sendable private static func email(_ token: String) -> String? {
    let parts = token.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasSuffix(".") else {
      return nil
    }
    return spelled(parts[0]) + " at " + spelled(parts[1])
  }

  @Sendable private static func address(_ token: String) -> String? {
    var rest = Substring(token)
    let lowered = token.lowercased()
    let scheme = ["https://", "http://"].first(where: lowered.hasPrefix)
    if let scheme { rest = rest.dropFirst(scheme.count) }
    let isWeb = scheme != nil || lowered.hasPrefix("www.") || isDomain(rest)
    guard isWeb, !rest.isEmpty else { return nil }
    if rest.lowercased().hasPrefix("www.") { rest = rest.dropFirst(4) }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    return spelled(rest)
  }

  private static func isDomain(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let last = labels.last else { return false }
    return ["com", "org", "net", "io", "ai", "co", "de", "uk", "eu", "us", "dev", "app"].contains(
      last.lowercased())
  }

  private static func spelled(_ text: Substring) -> String {
    var words: [String] = []
    var run = ""
    for character in text {
      if character.isLetter {
        run.append(character)
        continue
      }
      if !run.isEmpty { words.append(run) }
      run = ""
      if let value = character.wholeNumberValue, (0...9).contains(value) {
        words.append(NumberWords.units[value])
      } else if let name = addressNames[character] {
        words.append(name)
      }
    }
    if !run.isEmpty { words.append(run) }
    return words.joined(separator: " ")
  }

  // MARK: - Sums and shares

  @Sendable private static func percent(_ token: String) -> String? {
    guard token.hasSuffix("%") else { return nil }
    let body = String(token.dropLast())
    if let range = range(body) { return range + " percent" }
    return decimal(body).map { NumberWords.cardinal($0) + " percent" }
  }

  @Sendable private static func money(_ token: String) -> String? {
    if let (amount, currency) = sum(token) { return NumberWords.money(amount, currency: currency) }
    let parts = token.split(separator: "-")
    guard parts.count == 2, let low = sum(String(parts[0])) else { return nil }
    guard let high = sum(String(parts[1])) ?? multiplied(String(parts[1])).map({ ($0, low.currency) }) else {
      return nil
    }
    return NumberWords.cardinal(low.amount) + " to " + NumberWords.money(high.0, currency: high.1)
  }

  /// "$1,234.50", "€5k", "US$2M", "50€".
  static func sum(_ token: String) -> (amount: Double, currency: String)? {
    var body = Substring(token)
    var sign = 1.0
    if body.hasPrefix("-") {
      sign = -1
      body = body.dropFirst()
    }
    for prefix in ["USD", "US", "EUR", "GBP"] where body.hasPrefix(prefix) {
      body = body.dropFirst(prefix.count)
    }
    for (symbol, currency) in [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR")] {
      if body.hasPrefix(symbol), let amount = multiplied(String(body.dropFirst())) {
        return (sign * amount, currency)
      }
      if body.hasSuffix(symbol), let amount = multiplied(String(body.dropLast())) {
        return (sign * amount, currency)
      }
    }
    return nil
  }

  private static func multiplied(_ text: String) -> Double? {
    guard let last = text.last else { return nil }
    let scale: Double? =
      switch last {
      case "k", "K": 1000
      case "m", "M": 1_000_000
      case "b", "B": 1_000_000_000
      default: nil
      }
    guard let scale else { return decimal(text) }
    return decimal(String(text.dropLast())).map { $0 * scale }
  }

  // MARK: - Times and dates

  /// True for PM.
  static func half(_ token: String) -> Bool? {
    switch token.lowercased() {
    case "am", "a.m", "a.m.": false
    case "pm", "p.m", "p.m.": true
    default: nil
    }
  }

  @Sendable private static func attachedTime(_ token: String) -> String? {
    for suffix in ["am", "pm", "a.m", "p.m"] where token.lowercased().hasSuffix(suffix) {
      return clock(String(token.dropLast(suffix.count)), half: half(suffix))
    }
    return nil
  }

  /// - Parameter half: true for PM; nil when it is not written, and a colon is required.
  static func clock(_ token: String, half: Bool?) -> String? {
    let parts = token.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 1 && half != nil,
      parts.allSatisfy({ (1...2).contains($0.count) }),
      let hour = Int(parts[0]), (0...24).contains(hour), token.unicodeScalars.first.map(isDigit) == true
    else { return nil }
    let minute = parts.count == 2 ? Int(parts[1]) ?? 60 : 0
    guard (0...59).contains(minute), parts.count == 1 || parts[1].count == 2 else { return nil }
    guard let half else {
      return NumberWords.clock(hour: hour, minute: minute, isTwelveHour: (1...12).contains(hour))
        .replacingHalves
    }
    let shown = hour == 0 ? 12 : hour > 12 ? hour - 12 : hour
    var words = NumberWords.units[shown]
    if minute > 0 { words += (minute < 10 ? " oh " : " ") + NumberWords.cardinal(minute) }
    return words + (half ? " P M" : " A M")
  }

  /// "2026-11-24", "11/24/2026", "24.11.2026", "11/24" reads as a fraction and is left to that.
  @Sendable static func date(_ token: String) -> String? {
    for (separator, order) in [("-" as Character, [0, 1, 2]), ("/", [2, 0, 1]), (".", [2, 1, 0])] {
      let parts = token.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let numbers = parts.map { $0.count <= 4 ? Int($0) ?? -1 : -1 }
      let year = numbers[order[0]]
      guard year >= 1000, let date = CivilDate(year: year, month: numbers[order[1]], day: numbers[order[2]])
      else {
        continue
      }
      return CivilDate.monthNames[date.month - 1] + " " + NumberWords.ordinal(date.day) + ", "
        + NumberWords.year(date.year)
    }
    return nil
  }

  static func month(_ token: String) -> String? {
    let lowered = token.lowercased()
    guard lowered.count >= 3, token.first?.isUppercase == true else { return nil }
    return CivilDate.monthNames.first { name in
      name.lowercased() == lowered || lowered.count <= 4 && name.lowercased().hasPrefix(lowered)
    }
  }

  // MARK: - Plain numbers

  @Sendable private static func ordinal(_ token: String) -> String? {
    guard token.count > 2, ["st", "nd", "rd", "th"].contains(token.suffix(2).lowercased()) else { return nil }
    let digits = token.dropLast(2).filter { $0 != "," }
    guard digits.count <= 9, digits.unicodeScalars.allSatisfy(isDigit), let value = Int(digits) else {
      return nil
    }
    return NumberWords.ordinal(value)
  }

  @Sendable private static func fraction(_ token: String) -> String? {
    let parts = token.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let top = small(parts[0]), let bottom = small(parts[1]) else { return nil }
    switch (top, bottom) {
    case (1, 2): return "one half"
    case (1, 4): return "one quarter"
    case (3, 4): return "three quarters"
    case (1, 3): return "one third"
    case (2, 3): return "two thirds"
    default: return NumberWords.cardinal(top) + " over " + NumberWords.cardinal(bottom)
    }
  }

  @Sendable private static func range(_ token: String) -> String? {
    let parts = token.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = decimal(String(parts[0])), let high = multiplied(String(parts[1]))
    else { return nil }
    return NumberWords.cardinal(low) + " to " + NumberWords.cardinal(high)
  }

  @Sendable private static func number(_ token: String) -> String? {
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
    if let decade = decade(body) { return decade }
    if let value = decimal(String(body)) {
      // Decimals are read as written: "3.10" keeps its zero.
      let parts = body.split(separator: ".")
      guard parts.count == 2 else { return sign + NumberWords.cardinal(value) }
      let whole = decimal(String(parts[0])) ?? 0
      return sign + NumberWords.cardinal(whole) + " point " + NumberWords.digits(parts[1])
    }
    return multiplied(String(body)).map { sign + NumberWords.cardinal($0) }
  }

  /// "1990s".
  private static func decade(_ body: Substring) -> String? {
    guard body.count == 5, body.hasSuffix("0s"), let year = Int(body.dropLast()) else { return nil }
    let words = NumberWords.year(year)
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
  private static func decimal(_ text: String) -> Double? {
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

  private static func small(_ text: Substring) -> Int? {
    guard (1...4).contains(text.count), text.unicodeScalars.allSatisfy(isDigit) else { return nil }
    return Int(text)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static let addressNames: [Character: String] = [
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "+": "plus", "?": "question mark",
    "=": "equals",
    "&": "and", "#": "hash", ":": "colon", "%": "percent", "~": "tilde", "@": "at",
  ]
  private static let symbolNames: [Character: String] = [
    "%": "percent", "&": "and", "+": "plus", "=": "equals", "@": "at", "$": "dollars", "€": "euros",
    "£": "pounds",
    "°": "degrees", "×": "times", "#": "number", ",": ",", ";": ",",
  ]
}

extension String {
  /// "PM" is spoken as two letters.
  fileprivate var replacingHalves: String {
    if hasSuffix(" PM") { return String(dropLast(2)) + "P M" }
    if hasSuffix(" AM") { return String(dropLast(2)) + "A M" }
    return self
  }
}
