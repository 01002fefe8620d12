/// A key the caller pressed.
public struct TelnyxDTMF: Hashable, Sendable {
  /// `0`…`9`, `*`, `#` or `A`…`D`.
  public var digit: Character
  /// When the tone was detected, ISO 8601, as sent. Digits are to be ordered by it: messages may overtake each other.
  public var occurredAt: String?

  public init(digit: Character, occurredAt: String? = nil) {
    self.digit = digit
    self.occurredAt = occurredAt
  }

  /// ``occurredAt`` in microseconds since 1970; `nil` if absent or unreadable.
  public var occurredAtMicroseconds: Int64? { occurredAt.flatMap(ISO8601.microseconds) }

  /// The digit that `text` is, small letters made capital; `nil` if it is none.
  static func digit(_ text: String) -> Character? {
    let capital = text.uppercased()
    guard capital.count == 1, let digit = capital.first, "0123456789*#ABCD".contains(digit) else {
      return nil
    }
    return digit
  }
}
