/// The name of a call everywhere: a UUID of version 7 (RFC 9562 section 5.7).
///
/// The first 48 bits are the milliseconds since 1970 at which the call came in, so ids sort by arrival, in memory
/// and as text. The other 74 free bits are random.
public struct CallID: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Makes an id of a time and random bits; the same arguments make the same id.
  ///
  /// - Parameters:
  ///   - unixMilliseconds: since 1970; only the lowest 48 bits are kept (enough until the year 10889).
  ///   - first: its lowest 12 bits are used.
  ///   - second: its lowest 62 bits are used.
  public init(unixMilliseconds: UInt64, random first: UInt64, _ second: UInt64) {
    high = unixMilliseconds << 16 | 0x7000 | first & 0x0fff
    low = 0x8000_0000_0000_0000 | second & 0x3fff_ffff_ffff_ffff
  }

  /// Reads the 36-character form of RFC 9562 section 4 in either letter case; nil for anything else, also for a
  /// UUID of another version or variant.
  public init?(_ text: some StringProtocol) {
    var digits = (high: UInt64(0), low: UInt64(0))
    var position = 0
    for byte in text.utf8 {
      guard position < 36 else { return nil }
      defer { position += 1 }
      if Self.isHyphen(at: position) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Self.value(ofHexDigit: byte) else { return nil }
      digits = (digits.high << 4 | digits.low >> 60, digits.low << 4 | digit)
    }
    guard position == 36, digits.high >> 12 & 0xf == 7, digits.low >> 62 == 0b10 else { return nil }
    high = digits.high
    low = digits.low
  }

  /// Reads the two halves of a UUID, most significant first; nil for another version or variant than 7.
  public init?(high: UInt64, low: UInt64) {
    guard high >> 12 & 0xf == 7, low >> 62 == 0b10 else { return nil }
    self.high = high
    self.low = low
  }

  /// The 128 bits, most significant first: what binary formats carry.
  public var halves: (high: UInt64, low: UInt64) { (high, low) }

  /// When the call came in, in milliseconds since 1970.
  public var unixMilliseconds: UInt64 { high >> 16 }

  private static func isHyphen(at position: Int) -> Bool {
    position == 8 || position == 13 || position == 18 || position == 23
  }

  private static func value(ofHexDigit byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }
}

extension CallID: Comparable {
  public static func < (left: CallID, right: CallID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension CallID: LosslessStringConvertible {
  /// Lower case, as RFC 9562 section 4 asks of writers: `01900a2b-7c1d-7abc-8def-0123456789ab`.
  public var description: String {
    // Sound: each of the 36 bytes is written, within the buffer, before the count is returned.
    unsafe String(unsafeUninitializedCapacity: 36) { buffer in
      var bits = (high: high, low: low)
      for position in 0..<36 {
        guard !Self.isHyphen(at: position) else {
          unsafe buffer[position] = UInt8(ascii: "-")
          continue
        }
        let digit = UInt8(bits.high >> 60)
        unsafe buffer[position] = digit < 10 ? UInt8(ascii: "0") &+ digit : UInt8(ascii: "a") &+ digit &- 10
        bits = (bits.high << 4 | bits.low >> 60, bits.low << 4)
      }
      return 36
    }
  }
}

extension CallID: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = CallID(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a UUID of version 7: \"\(text.prefix(64))\"")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
