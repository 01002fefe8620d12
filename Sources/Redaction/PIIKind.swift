/// A kind of personal data that is taken out of text before it is stored.
public enum PIIKind: String, CaseIterable, Codable, Sendable, Hashable {
  case card, ssn, email, phone

  /// What stands in the text instead.
  public var token: String {
    switch self {
    case .card: "[card number]"
    case .ssn: "[social security number]"
    case .email: "[email]"
    case .phone: "[phone number]"
    }
  }
}
