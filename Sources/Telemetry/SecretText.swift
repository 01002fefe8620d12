/// A text that must not be seen: printing, dumping, logging or describing it shows nothing of it.
public struct SecretText: Sendable, Equatable {
  private let text: String

  public init(_ text: String) { self.text = text }

  /// For the one place that sends it.
  public var revealed: String { text }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "(hidden)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
