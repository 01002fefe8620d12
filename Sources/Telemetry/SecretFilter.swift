/// Takes the secrets that a program was given out of what it says, wherever they came to stand: in a vendor's error, a
/// URL, a header.
public struct SecretFilter: Sendable {
  /// Shorter ones are ordinary words too often.
  public static let shortest = 8
  /// The longest first, so that none is left behind by the beginning of another.
  private let secrets: [[UInt8]]
  /// Whether a secret begins with a byte.
  private let isFirst: [Bool]

  public init(_ secrets: some Sequence<SecretText>) {
    let found = Set(secrets.map(\.revealed)).filter { $0.utf8.count >= Self.shortest }
      .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    self.secrets = found.map { Array($0.utf8) }
    isFirst = (0..<256).map { byte in found.contains { $0.utf8.first == UInt8(byte) } }
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

  /// By bytes: characters that combine across a secret's edge do not hide it.
  public func clean(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var cleaned: [UInt8] = []
    var kept = 0
    var position = 0
    while position < bytes.count {
      guard isFirst[Int(bytes[position])], let length = secretLength(at: position, in: bytes) else {
        position += 1
        continue
      }
      cleaned += bytes[kept..<position]
      cleaned += Array("(hidden)".utf8)
      position += length
      kept = position
    }
    return kept == 0 ? text : String(decoding: cleaned + bytes[kept...], as: UTF8.self)
  }

  private func secretLength(at position: Int, in bytes: [UInt8]) -> Int? {
    secrets.first { secret in
      position + secret.count <= bytes.count
        && bytes[position..<position + secret.count].elementsEqual(secret)
    }?.count
  }
}
