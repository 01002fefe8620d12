public import Foundation

/// Says that a person's data was removed, when, and how much of it, without saying who they are.
///
/// As JSON it may be reformatted; the signature covers the values.
public struct ErasureReceipt: Codable, Equatable, Sendable {
  /// How many of something one store lost.
  public struct Removal: Codable, Equatable, Sendable {
    /// Such as `sqlite`, `recordings`, `journal`.
    public var store: String
    /// Such as `segments`, `files`.
    public var what: String
    public var count: Int

    public init(store: String, what: String, count: Int) {
      self.store = store
      self.what = what
      self.count = count
    }
  }

  /// Whether a receipt can be trusted.
  public enum Verdict: String, Equatable, Sendable {
    case genuine
    /// It was changed, or another ring signed it.
    case forged
    /// It was written without a master key.
    case unsigned
    /// It is signed and this ring is plain.
    case unverifiable
  }

  public private(set) var version = 1
  public let subject: String
  /// Since 1970.
  public let erasedAtMilliseconds: Int64
  public let removed: [Removal]
  /// Ids of the keys that were destroyed, in hexadecimal.
  public let shreddedKeys: [String]
  /// HMAC-SHA256 in hexadecimal; nil without a master key.
  public private(set) var signature: String?

  public init(
    subject: SubjectID, erasedAtMilliseconds: Int64, removed: [Removal], shredded: [Tombstone],
    ring: KeyRing
  ) {
    self.subject = subject.description
    self.erasedAtMilliseconds = erasedAtMilliseconds
    self.removed = removed
    shreddedKeys = shredded.map { String($0.key, radix: 16) }
    signature = ring.signature(of: signedBytes).map { Hexadecimal.text($0) }
  }

  public func verify(with ring: KeyRing) -> Verdict {
    guard let signature else { return .unsigned }
    guard ring.isSealing else { return .unverifiable }
    guard let bytes = Hexadecimal.bytes(Array(signature.utf8)) else { return .forged }
    return ring.isSignature(bytes, of: signedBytes) ? .genuine : .forged
  }

  /// Keys in order, indented.
  public func json() -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a receipt holds only text and numbers")
    }
    return data
  }

  public init(json: Data) throws(KeyRingError) {
    do { self = try JSONDecoder().decode(ErasureReceipt.self, from: json) } catch {
      throw .corrupt("an erasure receipt")
    }
    guard version == 1 else { throw .newerVersion(of: "an erasure receipt", version: version, supported: 1) }
  }

  /// Every value with its length before it, so that no two receipts have the same bytes.
  private var signedBytes: [UInt8] {
    var values = [
      "starling receipt", String(version), subject, String(erasedAtMilliseconds), String(removed.count),
    ]
    for removal in removed { values += [removal.store, removal.what, String(removal.count)] }
    values += [String(shreddedKeys.count)] + shreddedKeys
    var bytes: [UInt8] = []
    for value in values {
      bytes.append(bigEndian: UInt64(value.utf8.count))
      bytes.append(contentsOf: value.utf8)
    }
    return bytes
  }
}
