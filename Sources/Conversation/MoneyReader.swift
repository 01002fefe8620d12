/// Reads a sum of money out of spoken words.
struct MoneyReader {
  let words: [String]
  /// For sums named without one.
  let defaultCurrency: String

  /// Nil when no number is named. Of several numbers, one with a currency or a scale ("fifty thousand") is the
  /// sum; of a range or a correction, the last.
  func read() -> (amount: Double, currency: String)? {
    let reader = NumberReader(words: words)
    let readings = reader.all()
    let marked = readings.indices.filter { index in
      readings[index].hasScale || currency(around: readings[index]) != nil
    }
    guard let index = marked.last else {
      return reader.answer().map { ($0, defaultCurrency) }
    }
    let reading = readings[index]
    if isCents(reading), index > 0, currency(around: readings[index - 1]) != nil {
      return withCents(readings[index - 1], cents: reading.value)
    }
    if index + 1 < readings.count, isCents(readings[index + 1]), reading.value < 1e12 {
      return withCents(reading, cents: readings[index + 1].value)
    }
    return (reading.value, currency(around: reading) ?? anyCurrency(in: readings) ?? defaultCurrency)
  }

  private func withCents(_ reading: NumberReader.Reading, cents: Double) -> (Double, String) {
    (reading.value + cents / 100, currency(around: reading) ?? defaultCurrency)
  }

  private func isCents(_ reading: NumberReader.Reading) -> Bool {
    let next = reading.words.upperBound
    return next < words.count && ["cents", "cent", "pence"].contains(words[next])
  }

  private func anyCurrency(in readings: [NumberReader.Reading]) -> String? {
    readings.lazy.compactMap(currency(around:)).first
  }

  private func currency(around reading: NumberReader.Reading) -> String? {
    let before = reading.words.lowerBound - 1
    if before >= 0, let code = Self.signs[words[before]] { return code }
    let after = reading.words.upperBound
    guard after < words.count else { return nil }
    if let code = Self.names[words[after]] { return code }
    return SpokenWords.sounds(words[after], like: "dollars") ? defaultCurrency : nil
  }

  private static let signs = ["$": "USD", "€": "EUR", "£": "GBP"]
  private static let names = [
    "dollars": "USD", "dollar": "USD", "bucks": "USD", "usd": "USD", "euros": "EUR", "euro": "EUR",
    "eur": "EUR",
    "pounds": "GBP", "pound": "GBP", "quid": "GBP", "gbp": "GBP", "francs": "CHF", "rupees": "INR",
    "yen": "JPY",
  ]
}
