extension JSONCursor {
  /// Containers that may be open at once inside a skipped value; one bit of a register each.
  static var maximumDepth: Int { 64 }

  /// Consumes a string and returns where it stands, having checked its escapes.
  ///
  /// Eight bytes at a time: a lane of the register turns negative where it equals a quotation mark or a reverse
  /// solidus, or is a control character ("zero in word", Mycroft 1987). Lanes above the first such one may lie.
  /// - Precondition: the next byte is a quotation mark.
  @inline(__always) @_noAllocation @_noLocks
  mutating func text(_ bytes: Span<UInt8>) throws(WireError) -> JSONText {
    let start = offset &+ 1
    var end = start
    var hasEscapes = false
    while true {
      while end &+ 8 <= bytes.count {
        let stops = JSONCursor.stops(bytes.littleEndianWord(at: end))
        end &+= stops.trailingZeroBitCount &>> 3  // eight if there is none
        if stops != 0 { break }
      }
      guard end < bytes.count else { throw .truncated(offset: bytes.count) }
      switch bytes[end] {
      case UInt8(ascii: "\""):
        offset = end &+ 1
        afterValue = true
        return JSONText(range: start..<end, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        end = try endOfEscape(bytes, at: end)
      case 0..<0x20: throw .notJSON(offset: end)
      default: end &+= 1
      }
    }
  }

  /// Consumes any value: a string's place if it is one, `nil` for everything else.
  @inline(__always) @_noAllocation @_noLocks
  mutating func textOrSkip(_ bytes: Span<UInt8>) throws(WireError) -> JSONText? {
    if try peek(bytes) == UInt8(ascii: "\"") { return try text(bytes) }
    try skipValue(bytes)
    return nil
  }

  /// Consumes any value and reads it as a whole number from 0 up, sent as a number or as a string; `nil` if it is
  /// neither. A fraction is cut off; an exponent is not read.
  @inline(__always) @_noAllocation @_noLocks
  mutating func wholeNumber(_ bytes: Span<UInt8>) throws(WireError) -> Int64? {
    let byte = try peek(bytes)
    if byte == UInt8(ascii: "\"") {
      let text = try text(bytes)
      guard !text.hasEscapes else { return JSONWord(text, in: bytes).number() }
      return DecimalText.number(bytes, text.range)
    }
    let start = offset
    try skipValue(bytes)
    guard byte &- UInt8(ascii: "0") < 10 else { return nil }
    var end = start
    while end < offset, bytes[end] &- UInt8(ascii: "0") < 10 { end &+= 1 }
    for index in end..<offset where bytes[index] | 0x20 == UInt8(ascii: "e") { return nil }
    return DecimalText.number(bytes, start..<end)
  }

  /// Consumes any value and returns a string's value, the text of a number or of `true` and `false`, and `nil` for
  /// `null`, objects and arrays.
  mutating func scalarText(_ bytes: Span<UInt8>) throws(WireError) -> String? {
    switch try peek(bytes) {
    case UInt8(ascii: "\""): return try text(bytes).string(in: bytes)
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "n"):
      try skipValue(bytes)
      return nil
    default:
      let start = offset
      try skipValue(bytes)
      return JSONText(range: start..<offset, hasEscapes: false).string(in: bytes)
    }
  }

  /// Consumes one value of any kind and everything inside it.
  @_noAllocation @_noLocks
  mutating func skipValue(_ bytes: Span<UInt8>) throws(WireError) {
    var depth = 0
    var objects: UInt64 = 0  // a bit for each open container, the innermost lowest: set if it is an object
    repeat {
      let byte = try peek(bytes)
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        guard depth < JSONCursor.maximumDepth else { throw .tooDeep(limit: JSONCursor.maximumDepth) }
        depth &+= 1
        objects = objects &<< 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
        offset &+= 1
        afterValue = false
      } else {
        try skipScalar(bytes, startingWith: byte)
      }
      while depth > 0 {
        if objects & 1 == 1 {
          if case .some = try nextKey(bytes) { break }
        } else if try nextElement(bytes) {
          break
        }
        objects = objects &>> 1
        depth &-= 1
      }
    } while depth > 0
  }

  @_noAllocation @_noLocks
  private mutating func skipScalar(_ bytes: Span<UInt8>, startingWith byte: UInt8) throws(WireError) {
    switch byte {
    case UInt8(ascii: "\""): _ = try text(bytes)
    case UInt8(ascii: "t"): try skip("true", bytes)
    case UInt8(ascii: "f"): try skip("false", bytes)
    case UInt8(ascii: "n"): try skip("null", bytes)
    default: try skipNumber(bytes)
    }
    afterValue = true
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func skip(_ literal: StaticString, _ bytes: Span<UInt8>) throws(WireError) {
    let expected = unsafe literal.utf8Start
    for index in 0..<literal.utf8CodeUnitCount {
      guard offset < bytes.count else { throw .truncated(offset: offset) }
      // Sound: the index stays below the length that the literal itself states.
      guard bytes[offset] == (unsafe expected[index]) else { throw .notJSON(offset: offset) }
      offset &+= 1
    }
  }

  @_noAllocation @_noLocks
  private mutating func skipNumber(_ bytes: Span<UInt8>) throws(WireError) {
    if bytes[offset] == UInt8(ascii: "-") { offset &+= 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "0") {
      offset &+= 1
    } else {
      try skipDigits(bytes)
    }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset &+= 1
      try skipDigits(bytes)
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset &+= 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") {
        offset &+= 1
      } else if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") {
        offset &+= 1
      }
      try skipDigits(bytes)
    }
  }

  /// Consumes one digit or more.
  @_noAllocation @_noLocks
  private mutating func skipDigits(_ bytes: Span<UInt8>) throws(WireError) {
    guard offset < bytes.count else { throw .truncated(offset: offset) }
    guard bytes[offset] &- UInt8(ascii: "0") < 10 else { throw .notJSON(offset: offset) }
    while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
  }

  /// The offset after the escape that begins at `start`.
  @inline(never) @_noAllocation @_noLocks
  private func endOfEscape(_ bytes: Span<UInt8>, at start: Int) throws(WireError) -> Int {
    guard start &+ 1 < bytes.count else { throw .truncated(offset: bytes.count) }
    switch bytes[start &+ 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start &+ 2
    case UInt8(ascii: "u"):
      guard start &+ 6 <= bytes.count else { throw .truncated(offset: bytes.count) }
      guard JSONText.hexadecimalUnit(bytes, at: start &+ 2) != nil else { throw .notJSON(offset: start) }
      return start &+ 6
    default: throw .notJSON(offset: start)
    }
  }

  /// The top bit of the first lane that holds a quotation mark, a reverse solidus or a control character, and
  /// possibly of lanes above it; zero if no lane does.
  @inline(__always) @_noAllocation @_noLocks
  private static func stops(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let escapes = word ^ (ones &* 0x5C)
    let isQuote = (quotes &- ones) & ~quotes
    let isEscape = (escapes &- ones) & ~escapes
    let isControl = (word &- ones &* 0x20) & ~word
    return (isQuote | isEscape | isControl) & (ones &* 0x80)
  }
}
