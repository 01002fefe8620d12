/// Standard base64 (RFC 4648 §4), eight characters at a time.
///
/// The bulk of both directions works on eight byte lanes of one 64-bit register: comparisons are additions that
/// carry into a lane's top bit ("SIMD within a register"), so that there are no tables and no branch per character.
public enum Base64 {
  /// Characters that `byteCount` bytes become, padding included.
  @_noAllocation @_noLocks
  public static func encodedSize(_ byteCount: Int) -> Int { (byteCount &+ 2) / 3 &* 4 }

  /// The most bytes that `characterCount` characters can hold.
  @_noAllocation @_noLocks
  public static func maximumDecodedSize(_ characterCount: Int) -> Int {
    characterCount / 4 &* 3 &+ (characterCount % 4 &* 3) / 4
  }

  /// Appends `bytes` to `output` as padded base64.
  /// - Returns: `false`, with nothing appended, if there is no room for `encodedSize(bytes.count)` characters.
  @_noAllocation @_noLocks
  public static func encode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Bool {
    guard output.freeCapacity >= encodedSize(bytes.count) else { return false }
    appendEncoded(bytes, to: &output)
    return true
  }

  /// Appends the bytes that `text` stands for to `output`.
  ///
  /// `text` may be padded or not, and may be the inside of a JSON string: `\/` and `\u00xx` are read as the
  /// character they mean. Bits left over in the last character are not looked at.
  /// - Returns: `false`, with nothing appended, if anything else is in `text` or the bytes do not fit.
  @_noAllocation @_noLocks
  public static func decode(_ text: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Bool {
    decode(text, in: 0..<text.count, into: &output)
  }

  /// Appends what the part of `text` in `range` stands for, as ``decode(_:into:)`` does for the whole.
  /// - Returns: `false` also if `range` is not within `text`.
  @_noAllocation @_noLocks
  public static func decode(
    _ text: Span<UInt8>, in range: Range<Int>, into output: inout OutputSpan<UInt8>
  ) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= text.count else { return false }
    let before = output.count
    guard appendDecoded(text, range, to: &output) else {
      output.removeLast(output.count &- before)
      return false
    }
    return true
  }
}
