extension Base64 {
  /// Appends the bytes of `text` in `range`; `false`, possibly with some of them appended, if the text is malformed
  /// or they do not fit.
  /// - Precondition: `range` is within `text`.
  @inline(__always) @_noAllocation @_noLocks
  static func appendDecoded(
    _ text: Span<UInt8>, _ range: Range<Int>, to output: inout OutputSpan<UInt8>
  ) -> Bool {
    var read = range.lowerBound
    let end = range.upperBound
    while true {
      while read &+ 8 <= end, output.freeCapacity >= 6 {
        let characters = text.littleEndianWord(at: read)
        guard allInAlphabet(characters) else { break }
        output.append(six: (joined(valueLanes(characters)) &<< 16).byteSwapped)
        read &+= 8
      }
      guard read < end else { return true }
      var group = Group()
      guard group.fill(from: text, at: &read, end: end), output.freeCapacity >= group.byteCount else {
        return false
      }
      for index in 0..<group.byteCount { output.append(group.byte(index)) }
    }
  }

  /// Whether all eight lanes hold `+`, `/`, a digit or a letter. The bounds of those ranges are the places where
  /// membership changes, so a lane is a member if it has passed an odd number of them.
  @inline(__always) @_noAllocation @_noLocks
  private static func allInAlphabet(_ characters: UInt64) -> Bool {
    let low = characters & lanes(0x7F)
    let plus = topBitsAtLeast(0x2B, in: low) ^ topBitsAtLeast(0x2C, in: low)
    let slashAndDigits = topBitsAtLeast(0x2F, in: low) ^ topBitsAtLeast(0x3A, in: low)
    let upper = topBitsAtLeast(0x41, in: low) ^ topBitsAtLeast(0x5B, in: low)
    let lower = topBitsAtLeast(0x61, in: low) ^ topBitsAtLeast(0x7B, in: low)
    return (plus ^ slashAndDigits ^ upper ^ lower) & ~characters & lanes(0x80) == lanes(0x80)
  }

  /// The value 0…63 of each lane's character; the lanes are in the alphabet.
  @inline(__always) @_noAllocation @_noLocks
  private static func valueLanes(_ characters: UInt64) -> UInt64 {
    let nonLetters =
      (lanesAtLeast(0x2F, in: characters) & lanes(3))
      &+ (lanesAtLeast(0x30, in: characters) & lanes(12))
    let letters =
      (lanesAtLeast(0x41, in: characters) & lanes(69))
      &+ (lanesAtLeast(0x61, in: characters) & lanes(6))
    return characters &+ lanes(19) &- nonLetters &- letters
  }

  /// Joins eight lanes of six bits into 48, the lowest lane most significant.
  @inline(__always) @_noAllocation @_noLocks
  private static func joined(_ values: UInt64) -> UInt64 {
    let quarters = (values & 0x003F_003F_003F_003F) &<< 6 | (values &>> 8 & 0x003F_003F_003F_003F)
    let halves = (quarters & 0x0000_0FFF_0000_0FFF) &<< 12 | (quarters &>> 16 & 0x0000_0FFF_0000_0FFF)
    return (halves & 0xFF_FFFF) &<< 24 | halves &>> 32
  }

  /// Up to four characters read one by one: the end of a text, padding, and the surroundings of an escape.
  private struct Group {
    private var bits: UInt32 = 0
    private var characters = 0

    @inline(__always) @_noAllocation @_noLocks
    init() {}

    /// How many bytes the characters stand for: 0…3.
    @inline(__always)
    var byteCount: Int { characters &* 3 / 4 }

    /// The byte at `index`, from 0.
    @inline(__always) @_noAllocation @_noLocks
    func byte(_ index: Int) -> UInt8 {
      let aligned = bits &<< UInt32(truncatingIfNeeded: 6 &* (4 &- characters))
      return UInt8(truncatingIfNeeded: aligned &>> UInt32(truncatingIfNeeded: 16 &- 8 &* index))
    }

    /// Reads to the end of the group or to `end`; `false` if that is malformed.
    @_noAllocation @_noLocks
    mutating func fill(from text: Span<UInt8>, at read: inout Int, end: Int) -> Bool {
      while characters < 4, read < end {
        guard let character = Base64.nextCharacter(text, &read, end) else { return false }
        if character == UInt8(ascii: "=") { return endsWithPadding(text, &read, end) }
        guard let value = Base64.value(of: character) else { return false }
        bits = bits &<< 6 | UInt32(value)
        characters &+= 1
      }
      return characters != 1
    }

    /// One `=` has been read: the rest must be what completes the group, and then nothing.
    @_noAllocation @_noLocks
    private func endsWithPadding(_ text: Span<UInt8>, _ read: inout Int, _ end: Int) -> Bool {
      guard characters >= 2 else { return false }
      if characters == 2 {
        guard read < end, Base64.nextCharacter(text, &read, end) == UInt8(ascii: "=") else { return false }
      }
      return read == end
    }
  }

  /// The next character, with a JSON escape read as what it means; `nil` if it is an escape base64 has no use for.
  /// - Precondition: `read < end`, and `end` is within `text`.
  @_noAllocation @_noLocks
  private static func nextCharacter(_ text: Span<UInt8>, _ read: inout Int, _ end: Int) -> UInt8? {
    let character = text[read]
    read &+= 1
    guard character == UInt8(ascii: "\\") else { return character }
    guard read < end else { return nil }
    if text[read] == UInt8(ascii: "/") {
      read &+= 1
      return UInt8(ascii: "/")
    }
    guard text[read] == UInt8(ascii: "u"), read &+ 5 <= end else { return nil }
    guard let unit = JSONText.hexadecimalUnit(text, at: read &+ 1), unit < 0x80 else { return nil }
    read &+= 5
    return UInt8(truncatingIfNeeded: unit)
  }

  /// The value 0…63 of one character of the alphabet.
  @_noAllocation @_noLocks
  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character &- UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character &- UInt8(ascii: "a") &+ 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character &- UInt8(ascii: "0") &+ 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
