/// Whether spans carry what was said and who said it, and what is taken out of it first.
public struct TraceContent: Sendable {
  /// In front of the key of every attribute with personal data, so that a collector can drop them by rule.
  public static let prefix = "starling.pii."
  public static let none = TraceContent(isSent: false) { $0 }

  public let isSent: Bool
  private let redact: @Sendable (String) -> String

  public init(isSent: Bool, redact: @escaping @Sendable (String) -> String) {
    self.isSent = isSent
    self.redact = redact
  }

  /// The attribute, or nothing when content is not sent or there is none.
  func field(_ name: String, _ text: String?) -> [SpanField] {
    guard isSent, let text, !text.isEmpty else { return [] }
    return [SpanField(Self.prefix + name, .text(redact(text)))]
  }
}
