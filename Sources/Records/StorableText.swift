/// What happens to text on its way into a journal or a store, the same for each of them.
///
/// Swift's strings are valid Unicode: bytes that are no UTF-8 became U+FFFD when the string was made. NUL, which
/// ends a text for SQLite's and PostgreSQL's interfaces, becomes U+FFFD as well. A text longer than 1 MiB is cut at
/// the last whole scalar.
public enum StorableText {
  public static let mostBytes = 1 << 20

  public static func of(_ text: String) -> String { prefix(withoutNUL(text), bytes: mostBytes) }
  public static func of(_ text: String?) -> String? { text.map { of($0) } }

  static func withoutNUL(_ text: String) -> String {
    guard text.utf8.contains(0) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }

  /// At most `limit` bytes of UTF-8, cut between two scalars.
  static func prefix(_ text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: limit)
    while text.utf8[end] & 0xc0 == 0x80 { end = text.utf8.index(before: end) }
    return String(text[..<end])
  }
}
