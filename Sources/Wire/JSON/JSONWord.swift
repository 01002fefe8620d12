/// A string of at most sixteen ASCII characters held in two registers, so that keys are compared without a loop.
struct JSONWord: Equatable, Sendable {
  /// The characters in order, the first in the lowest byte of `low`; zero beyond the last.
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  /// How many characters; 255 stands for a text that no word can equal.
  private var count: UInt8 = 0

  /// - Precondition: `literal` is ASCII of at most sixteen characters.
  @inline(__always) @_noAllocation @_noLocks
  init(_ literal: StaticString) {
    let text = unsafe literal.utf8Start
    // Sound: the index stays below the length that the literal itself states.
    for index in 0..<literal.utf8CodeUnitCount { append(unsafe text[index]) }
  }

  /// The value of `text`, escapes resolved.
  @inline(__always) @_noAllocation @_noLocks
  init(_ text: JSONText, in bytes: borrowing Span<UInt8>) {
    let start = text.range.lowerBound
    let length = text.range.upperBound &- start
    guard !text.hasEscapes, length <= 16, start &+ 16 <= bytes.count else {
      appendSlowly(text, in: bytes)
      return
    }
    low = bytes.littleEndianWord(at: start) & JSONWord.mask(length)
    high = length > 8 ? bytes.littleEndianWord(at: start &+ 8) & JSONWord.mask(length &- 8) : 0
    count = UInt8(truncatingIfNeeded: length)
  }

  /// Whether this is the word `literal`.
  @inline(__always) @_noAllocation @_noLocks
  func matches(_ literal: StaticString) -> Bool { self == JSONWord(literal) }

  /// The number from 0 up that the word spells in decimal, or `nil`.
  @_noAllocation @_noLocks
  func number() -> Int64? {
    guard count > 0, count <= 16 else { return nil }
    var value: Int64 = 0
    for index in 0..<count {
      let half = index < 8 ? low : high
      let digit = UInt8(truncatingIfNeeded: half &>> (UInt64(index & 7) &* 8)) &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)  // sixteen digits always fit
    }
    return value
  }

  @inline(never) @_noAllocation @_noLocks
  private mutating func appendSlowly(_ text: JSONText, in bytes: Span<UInt8>) {
    var offset = text.range.lowerBound
    while offset < text.range.upperBound {
      if text.hasEscapes, bytes[offset] == UInt8(ascii: "\\") {
        let scalar = JSONText.escapedScalar(bytes, at: &offset, end: text.range.upperBound)
        append(UInt8(truncatingIfNeeded: min(scalar.value, 0xFF)))
      } else {
        append(bytes[offset])
        offset &+= 1
      }
      if count == 255 { return }
    }
  }

  /// Adds one character; a seventeenth, or one outside ASCII, makes the word equal to none.
  @inline(__always) @_noAllocation @_noLocks
  private mutating func append(_ byte: UInt8) {
    guard count < 16, byte < 0x80 else {
      count = 255
      return
    }
    if count < 8 {
      low |= UInt64(byte) &<< (UInt64(count) &* 8)
    } else {
      high |= UInt64(byte) &<< (UInt64(count &- 8) &* 8)
    }
    count &+= 1
  }

  /// Ones over the lowest `count` bytes; `count` is 0 or more, and more than seven means all.
  @inline(__always) @_noAllocation @_noLocks
  private static func mask(_ count: Int) -> UInt64 {
    count > 7 ? .max : (1 &<< (UInt64(truncatingIfNeeded: count) &* 8)) &- 1
  }
}
