// Sums of money, shares and measures.
extension WrittenForms {
  @Sendable static func percent(_ token: String) -> String? {
    guard token.hasSuffix("%") else { return nil }
    let body = token.dropLast().filter { $0 != "%" }
    return (range(body) ?? number(body)).map { $0 + " percent" }
  }

  /// "$20/month", "60/hr".
  @Sendable static func rate(_ token: String) -> String? {
    let parts = token.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let period = SpokenUnit.period(parts[1]) else { return nil }
    return (money(String(parts[0])) ?? measure(String(parts[0])) ?? number(String(parts[0]))).map {
      $0 + " per " + period
    }
  }

  /// "5kg", "20°C", "5-10km".
  @Sendable static func measure(_ token: String) -> String? {
    guard let (number, unit) = SpokenUnit.split(token),
      let words = range(String(number)) ?? self.number(String(number))
    else { return nil }
    return SpokenUnit.name(unit, isOne: number == "1").map { words + " " + $0 }
  }

  /// "5'11": feet and inches.
  @Sendable static func height(_ token: String) -> String? {
    let parts = token.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count == 2, let feet = small(parts[0]), let inches = small(parts[1]), inches < 12 else {
      return nil
    }
    return NumberWords.cardinal(feet) + " foot " + NumberWords.cardinal(inches)
  }

  @Sendable static func money(_ token: String) -> String? {
    if let (amount, currency) = sum(token) { return NumberWords.money(amount, currency: currency) }
    let parts = token.split(separator: "-")
    guard parts.count == 2, let low = sum(String(parts[0])) else { return nil }
    guard
      let high = sum(String(parts[1])) ?? multiplied(String(parts[1])).map({ ($0, low.currency) })
    else {
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
    for (symbol, currency) in symbols {
      if body.hasPrefix(symbol), let amount = multiplied(String(body.dropFirst(symbol.count))) {
        return (sign * amount, currency)
      }
      if body.hasSuffix(symbol), let amount = multiplied(String(body.dropLast(symbol.count))) {
        return (sign * amount, currency)
      }
    }
    return nil
  }

  static func multiplied(_ text: String) -> Double? {
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

  private static let symbols = [
    ("US$", "USD"), ("CA$", "CAD"), ("C$", "CAD"), ("AU$", "AUD"), ("A$", "AUD"), ("$", "USD"), ("€", "EUR"),
    ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"), ("USD", "USD"), ("EUR", "EUR"), ("GBP", "GBP"), ("CHF", "CHF"),
  ]
}
