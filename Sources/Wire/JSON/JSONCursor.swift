/// A place in a JSON text (RFC 8259), moved forward by asking for what should come next.
///
/// It holds an offset and nothing else: the bytes are passed to every call and must be the same each time. It neither
/// allocates nor recurses, so its cost is linear in the text and its memory constant, whatever a peer sends.
/// Walk an object with ``enterObject(_:)``, then ``nextKey(_:)`` until it returns `nil`, consuming each value.
/// After an error the cursor is spent.
struct JSONCursor {
  /// Bytes consumed so far.
  var offset = 0
  /// Whether a value has just ended, so that only a comma or a closing bracket may follow.
  var afterValue = false

  @inline(__always) @_noAllocation @_noLocks
  init() {}

  /// The next byte that is not white space, left unconsumed.
  @inline(__always) @_noAllocation @_noLocks
  mutating func peek(_ bytes: Span<UInt8>) throws(WireError) -> UInt8 {
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset &+= 1
      default: return byte
      }
    }
    throw .truncated(offset: offset)
  }

  /// Consumes an opening brace.
  @inline(__always) @_noAllocation @_noLocks
  mutating func enterObject(_ bytes: Span<UInt8>) throws(WireError) {
    guard try peek(bytes) == UInt8(ascii: "{") else { throw .notJSON(offset: offset) }
    offset &+= 1
    afterValue = false
  }

  /// Enters the next value if it is an object; skips it and returns `false` if not.
  @inline(__always) @_noAllocation @_noLocks
  mutating func enterObjectOrSkip(_ bytes: Span<UInt8>) throws(WireError) -> Bool {
    try enterOrSkip(bytes, UInt8(ascii: "{"))
  }

  /// Enters the next value if it is an array; skips it and returns `false` if not.
  @inline(__always) @_noAllocation @_noLocks
  mutating func enterArrayOrSkip(_ bytes: Span<UInt8>) throws(WireError) -> Bool {
    try enterOrSkip(bytes, UInt8(ascii: "["))
  }

  /// The next key of the object that was entered, its colon consumed; `nil` once the object has ended.
  @inline(__always) @_noAllocation @_noLocks
  mutating func nextKey(_ bytes: Span<UInt8>) throws(WireError) -> JSONText? {
    var byte = try peek(bytes)
    if byte == UInt8(ascii: "}") {
      offset &+= 1
      afterValue = true
      return nil
    }
    if afterValue {
      guard byte == UInt8(ascii: ",") else { throw .notJSON(offset: offset) }
      offset &+= 1
      byte = try peek(bytes)
    }
    guard byte == UInt8(ascii: "\"") else { throw .notJSON(offset: offset) }
    let key = try text(bytes)
    guard try peek(bytes) == UInt8(ascii: ":") else { throw .notJSON(offset: offset) }
    offset &+= 1
    afterValue = false
    return key
  }

  /// Whether the array that was entered has another element, which is then next; `false` once it has ended.
  @_noAllocation @_noLocks
  mutating func nextElement(_ bytes: Span<UInt8>) throws(WireError) -> Bool {
    let byte = try peek(bytes)
    if byte == UInt8(ascii: "]") {
      offset &+= 1
      afterValue = true
      return false
    }
    if afterValue {
      guard byte == UInt8(ascii: ",") else { throw .notJSON(offset: offset) }
      offset &+= 1
      afterValue = false
    }
    return true
  }

  /// Checks that nothing but white space is left.
  @_noAllocation @_noLocks
  mutating func finish(_ bytes: Span<UInt8>) throws(WireError) {
    guard (try? peek(bytes)) == nil else { throw .notJSON(offset: offset) }
  }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func enterOrSkip(_ bytes: Span<UInt8>, _ opening: UInt8) throws(WireError) -> Bool {
    guard try peek(bytes) == opening else {
      try skipValue(bytes)
      return false
    }
    offset &+= 1
    afterValue = false
    return true
  }
}
