/// Why a text names nobody.
public enum SubjectAddressError: Error, Equatable, Sendable {
  /// Give a number such as +15550100017.
  case empty
  /// Neither a number nor `sip:user@host`.
  case notANumber(String)
  /// E.164 has 15 digits at most.
  case tooLong(digits: Int)
}

extension SubjectAddressError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "no number; give one such as +15550100017"
    case .notANumber(let text):
      "\"\(text.prefix(60))\" is no number; give one such as +15550100017, or sip:user@host"
    case .tooLong(let digits): "a number of \(digits) digits; there are 15 at most"
    }
  }
}
