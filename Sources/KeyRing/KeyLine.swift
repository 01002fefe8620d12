internal import Crypto

/// One line of the key file: words, then the first 8 bytes of their SHA-256.
enum KeyLine: Equatable {
  /// The ring's own secret, wrapped.
  case root(wrapped: [UInt8])
  case key(id: UInt64, subject: SubjectID, madeAtMilliseconds: Int64, wrapped: [UInt8])
  case tombstone(Tombstone)

  static let version = 1
  static let header = "starling-keys \(version)"

  /// With its line feed. Spaces fill it up to a length, so that it can take another line's place.
  func text(filling length: Int = 0) -> [UInt8] {
    var body =
      switch self {
      case .root(let wrapped): "root \(Hexadecimal.text(wrapped))"
      case .key(let id, let subject, let time, let wrapped):
        "key \(Self.text(of: id)) \(subject) \(time) \(Hexadecimal.text(wrapped))"
      case .tombstone(let stone): "gone \(Self.text(of: stone.key)) \(stone.subject) \(stone.atMilliseconds)"
      }
    let rest = length - body.utf8.count - 18
    if rest > 0 { body += String(repeating: " ", count: rest) }
    return Array("\(body) \(Hexadecimal.text(Self.sum(body.utf8)))\n".utf8)
  }

  /// Reads a line without its line feed; nil when it is damaged.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.count > 17, line[line.endIndex - 17] == UInt8(ascii: " ") else { return nil }
    let body = line.dropLast(17)
    guard Hexadecimal.bytes(line.suffix(16)) == Self.sum(body) else { return nil }
    let words = body.split(separator: UInt8(ascii: " "))
    guard let kind = words.first.map({ String(decoding: $0, as: UTF8.self) }) else { return nil }
    switch (kind, words.count) {
    case ("root", 2):
      guard let wrapped = Hexadecimal.bytes(words[1]) else { return nil }
      self = .root(wrapped: wrapped)
    case ("key", 5), ("gone", 4):
      guard let id = Hexadecimal.bytes(words[1]), id.count == 8, let bytes = Hexadecimal.bytes(words[2]),
        bytes.count == 32, let time = Int64(String(decoding: words[3], as: UTF8.self))
      else { return nil }
      let (key, subject) = (id.bigEndian(UInt64.self), SubjectID(bytes))
      if kind == "gone" {
        self = .tombstone(Tombstone(key: key, subject: subject, atMilliseconds: time))
      } else if let wrapped = Hexadecimal.bytes(words[4]) {
        self = .key(id: key, subject: subject, madeAtMilliseconds: time, wrapped: wrapped)
      } else {
        return nil
      }
    default: return nil
    }
  }

  private static func text(of id: UInt64) -> String {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: id)
    return Hexadecimal.text(bytes)
  }

  private static func sum(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    Array(SHA256.hash(data: Array(bytes)).prefix(8))
  }
}
