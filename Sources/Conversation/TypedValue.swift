/// A caller's answer as a value.
public enum TypedValue: Sendable, Equatable, Codable {
  case yesNo(Bool)
  case number(Double)
  /// - Parameter currency: ISO 4217 code.
  case money(amount: Double, currency: String)
  case dateTime(DateTimeValue)
  case text(String)
  case choice(String)

  /// The value in words, ready to be spoken in a confirmation.
  public var spoken: String {
    switch self {
    case .yesNo(let yes): yes ? "yes" : "no"
    case .number(let value): NumberWords.cardinal(value)
    case .money(let amount, let currency): NumberWords.money(amount, currency: currency)
    case .dateTime(let value): value.spoken
    case .text(let text): text
    case .choice(let value): value
    }
  }
}
