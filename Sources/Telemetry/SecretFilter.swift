/// Takes the secrets that a program was given out of what it says, wherever they came to stand: in a vendor's error, a
/// URL, a header.
public struct SecretFilter: Sendable {
  /// Shorter ones are ordinary words too often.
  public static let shortest = 8
  /// The longest first, so that none is left behind by the beginning of another.
  private let secrets: [String]

  public init(_ secrets: some Sequence<SecretText>) {
    self.secrets = Set(secrets.map(\.revealed)).filter { $0.utf8.count >= Self.shortest }
      .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// Every variable whose name says that it holds a secret.
  public init(environment: [String: String], further: [SecretText] = []) {
    let words = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"]
    let found = environment.filter { name, value in
      // A file's name is no secret, and is needed in errors.
      !value.isEmpty && !name.hasSuffix("_FILE")
        && words.contains { name.uppercased().contains($0) }
    }
    self.init(found.values.map(SecretText.init) + further)
  }

  public func clean(_ text: String) -> String {
    var cleaned = text
    for secret in secrets where Self.holds(cleaned, secret) { cleaned = Self.replace(secret, in: cleaned) }
    return cleaned
  }

  private static func holds(_ text: String, _ secret: String) -> Bool {
    text.utf8.count >= secret.utf8.count
      && firstIndex(of: Array(secret.utf8), in: Array(text.utf8), from: 0) != nil
  }

  /// By bytes: characters that combine across a secret's edge must not hide it.
  private static func replace(_ secret: String, in text: String) -> String {
    let bytes = Array(text.utf8)
    let wanted = Array(secret.utf8)
    var result: [UInt8] = []
    var position = 0
    while let found = firstIndex(of: wanted, in: bytes, from: position) {
      result += bytes[position..<found]
      result += Array("(hidden)".utf8)
      position = found + wanted.count
    }
    return String(decoding: result + bytes[position...], as: UTF8.self)
  }

  private static func firstIndex(of wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard start + wanted.count <= bytes.count else { return nil }
    for position in start...(bytes.count - wanted.count)
    where bytes[position] == wanted[0] && bytes[position..<position + wanted.count].elementsEqual(wanted) {
      return position
    }
    return nil
  }
}
