/// A vendor's key. Nothing that is printed, logged or dumped of it shows it.
struct ProviderKey: Sendable {
  private let secret: Secret

  /// A class, so that a mirror of whatever holds a key ends at it.
  private final class Secret: Sendable, CustomReflectable {
    let text: String
    init(_ text: String) { self.text = text }
    var customMirror: Mirror { Mirror(self, children: []) }
  }

  init(_ text: String) { secret = Secret(text) }

  /// The key itself, for a header and nothing else.
  var headerValue: String { secret.text }

  /// What a peer said, fit for a log: without the key, without control characters, and short.
  func scrubbed(_ text: String) -> String {
    ProviderKey.printable(secret.text.isEmpty ? text : text.replacing(secret.text, with: "[key]"))
  }

  static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(300).map { scalar in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) ? " " : Character(scalar)
    }
    return String(scalars)
  }
}

extension ProviderKey: CustomStringConvertible, CustomDebugStringConvertible {
  var description: String { "[key]" }
  var debugDescription: String { "[key]" }
}
