/// Where a string stands in a JSON text: the bytes between its quotation marks, escapes as they were sent.
///
/// Made by ``JSONCursor``, which has checked every escape in it. The bytes themselves stay with their owner and are
/// passed in again; they must be the same ones.
struct JSONText: Hashable, Sendable {
  var range: Range<Int>
  var hasEscapes: Bool

  @inline(__always) @_noAllocation @_noLocks
  init(range: Range<Int>, hasEscapes: Bool) {
    self.range = range
    self.hasEscapes = hasEscapes
  }

  /// The value of the text. Escapes are resolved, surrogate pairs joined; what is not Unicode becomes U+FFFD.
  func string(in bytes: Span<UInt8>) -> String {
    let decoded = [UInt8](capacity: range.count) { output in
      var offset = range.lowerBound
      while offset < range.upperBound {
        guard hasEscapes, bytes[offset] == UInt8(ascii: "\\") else {
          output.append(bytes[offset])
          offset += 1
          continue
        }
        // An escape is never shorter than the UTF-8 of what it means.
        let scalar = JSONText.escapedScalar(bytes, at: &offset, end: range.upperBound)
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { output.append(unit) }
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// The scalar that the escape at `offset` means, moving `offset` past it; half a surrogate pair is U+FFFD.
  @_noAllocation @_noLocks
  static func escapedScalar(_ bytes: Span<UInt8>, at offset: inout Int, end: Int) -> Unicode.Scalar {
    let kind = offset &+ 1 < end ? bytes[offset &+ 1] : 0
    offset &+= 2
    switch kind {
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return unicodeEscape(bytes, at: &offset, end: end)
    default: return Unicode.Scalar(kind)  // a quotation mark, a solidus or a reverse solidus
    }
  }

  /// The scalar of `\uXXXX`, or of two such escapes that are a surrogate pair; `offset` is after the `u`.
  @_noAllocation @_noLocks
  private static func unicodeEscape(_ bytes: Span<UInt8>, at offset: inout Int, end: Int) -> Unicode.Scalar {
    guard offset &+ 4 <= end, let first = hexadecimalUnit(bytes, at: offset) else {
      offset = end
      return "\u{FFFD}"
    }
    offset &+= 4
    guard first & 0xFC00 == 0xD800, offset &+ 6 <= end,
      bytes[offset] == UInt8(ascii: "\\"), bytes[offset &+ 1] == UInt8(ascii: "u"),
      let second = hexadecimalUnit(bytes, at: offset &+ 2), second & 0xFC00 == 0xDC00
    else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    offset &+= 6
    return Unicode.Scalar(0x1_0000 &+ (first & 0x3FF) &<< 10 &+ (second & 0x3FF)) ?? "\u{FFFD}"
  }

  /// The value of the four hexadecimal digits at `offset`; `nil` if they are not.
  /// - Precondition: `offset + 4 <= bytes.count`, checked.
  @_noAllocation @_noLocks
  static func hexadecimalUnit(_ bytes: Span<UInt8>, at offset: Int) -> UInt32? {
    var unit: UInt32 = 0
    for index in offset..<(offset &+ 4) {
      let digit: UInt8
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] &- UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] &- UInt8(ascii: "a") &+ 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] &- UInt8(ascii: "A") &+ 10
      default: return nil
      }
      unit = unit &<< 4 | UInt32(digit)
    }
    return unit
  }
}
