/// Numbers as English words, without digits or hyphens.
public enum NumberWords {
  static let units = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  static let tens = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
  private static let scales: [(value: Int, name: String)] = [
    (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"),
  ]

  /// "twelve thousand three hundred forty five". Beyond ±10¹⁵ the digits are named one by one.
  public static func cardinal(_ value: Int) -> String {
    if value == 0 { return units[0] }
    guard value.magnitude < 1_000_000_000_000_000 else {
      return (value < 0 ? "minus " : "") + digits(String(value.magnitude))
    }
    var words = value < 0 ? ["minus"] : []
    var rest = Int(value.magnitude)
    for scale in scales where rest >= scale.value {
      words.append(belowThousand(rest / scale.value))
      words.append(scale.name)
      rest %= scale.value
    }
    if rest > 0 { words.append(belowThousand(rest)) }
    return words.joined(separator: " ")
  }

  /// As for integers, with up to three decimals: "one point five".
  public static func cardinal(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "a very large number" }
    let thousandths = Int((abs(value) * 1000).rounded())
    let sign = value < 0 && thousandths > 0 ? "minus " : ""
    var text = sign + cardinal(thousandths / 1000)
    var fraction = thousandths % 1000
    guard fraction > 0 else { return text }
    text += " point"
    for place in [100, 10, 1] where fraction > 0 {
      text += " " + units[fraction / place]
      fraction %= place
    }
    return text
  }

  /// "twenty fourth".
  public static func ordinal(_ value: Int) -> String {
    var words = cardinal(value).split(separator: " ").map(String.init)
    guard let last = words.popLast() else { return "" }
    words.append(ordinals[last] ?? regularOrdinal(last))
    return words.joined(separator: " ")
  }

  /// Digit by digit; anything that is not an ASCII digit is left out.
  public static func digits(_ text: some StringProtocol) -> String {
    text.unicodeScalars.compactMap { scalar in
      ("0"..."9").contains(scalar) ? units[Int(scalar.value - 48)] : nil
    }.joined(separator: " ")
  }

  /// "fifty thousand dollars", "five dollars and fifty cents".
  /// - Parameter currency: ISO 4217 code; one that is not known is spoken as it stands.
  public static func money(_ amount: Double, currency: String) -> String {
    guard amount.isFinite, abs(amount) < 1e13 else { return cardinal(amount) }
    let name = currencies[currency] ?? (currency, currency, "cent", "cents")
    let cents = Int((abs(amount) * 100).rounded())
    let whole = cents / 100
    let part = cents % 100
    var text = amount < 0 ? "minus " : ""
    if whole > 0 || part == 0 { text += cardinal(whole) + " " + (whole == 1 ? name.one : name.many) }
    if part > 0 {
      if whole > 0 { text += " and " }
      text += cardinal(part) + " " + (part == 1 ? name.cent : name.cents)
    }
    return text
  }

  /// "three PM", "three thirty", "noon" in answers to the 24-hour clock.
  /// - Parameter isTwelveHour: the half of the day is not known; leave it out.
  public static func clock(hour: Int, minute: Int, isTwelveHour: Bool) -> String {
    guard (0...24).contains(hour), (0...59).contains(minute) else { return "" }
    let hour = hour % 24
    if !isTwelveHour && minute == 0 && (hour == 0 || hour == 12) { return hour == 0 ? "midnight" : "noon" }
    let shown = hour % 12 == 0 ? 12 : hour % 12
    var text = units[shown]
    if minute > 0 { text += (minute < 10 ? " oh " : " ") + cardinal(minute) }
    if !isTwelveHour { return text + (hour < 12 ? " AM" : " PM") }
    return minute == 0 ? text + " o'clock" : text
  }

  /// "nineteen ninety nine", "two thousand five", "twenty twenty six".
  public static func year(_ value: Int) -> String {
    guard (1000...9999).contains(value), value % 1000 >= 10 else { return cardinal(value) }
    let last = value % 100
    let first = cardinal(value / 100)
    if last == 0 { return first + " hundred" }
    return first + (last < 10 ? " oh " : " ") + cardinal(last)
  }

  static let currencies: [String: (one: String, many: String, cent: String, cents: String)] = [
    "USD": ("dollar", "dollars", "cent", "cents"), "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "CHF": ("franc", "francs", "centime", "centimes"), "JPY": ("yen", "yen", "sen", "sen"),
    "INR": ("rupee", "rupees", "paisa", "paise"),
  ]

  static let ordinals = [
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
  ]

  static func regularOrdinal(_ word: String) -> String {
    word.hasSuffix("y") ? String(word.dropLast()) + "ieth" : word + "th"
  }

  private static func belowThousand(_ value: Int) -> String {
    var words: [String] = []
    if value >= 100 { words += [units[value / 100], "hundred"] }
    let rest = value % 100
    if rest >= 20 {
      words.append(tens[rest / 10])
      if rest % 10 > 0 { words.append(units[rest % 10]) }
    } else if rest > 0 {
      words.append(units[rest])
    }
    return words.joined(separator: " ")
  }
}
