/// Text as the inside of a JSON string (RFC 8259 §7): quotation marks, reverse solidi and control characters are
/// escaped, everything else is left as it is.
public enum JSONEscaping {
  /// Bytes that `text` takes once escaped, quotation marks around it not counted.
  @_noAllocation @_noLocks
  public static func size(_ text: Span<UInt8>) -> Int {
    var size = 0
    for index in text.indices { size &+= width(text[index]) }
    return size
  }

  /// Appends `text`, UTF-8, escaped.
  /// - Returns: `false`, with nothing appended, if there is no room for `size(text)` bytes.
  @_noAllocation @_noLocks
  public static func append(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>) -> Bool {
    guard output.freeCapacity >= size(text) else { return false }
    for index in text.indices { append(text[index], to: &output) }
    return true
  }

  @inline(__always)
  private static func width(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x09, 0x0A, 0x0C, 0x0D: 2
    case 0..<0x20: 6
    default: 1
    }
  }

  @inline(__always)
  private static func append(_ byte: UInt8, to output: inout OutputSpan<UInt8>) {
    switch byte {
    case UInt8(ascii: "\""): output.append("\\\"")
    case UInt8(ascii: "\\"): output.append("\\\\")
    case 0x08: output.append("\\b")
    case 0x09: output.append("\\t")
    case 0x0A: output.append("\\n")
    case 0x0C: output.append("\\f")
    case 0x0D: output.append("\\r")
    case 0..<0x20:
      output.append("\\u00")
      output.append(UInt8(ascii: "0") &+ byte &>> 4)
      output.append(byte & 0xF < 10 ? UInt8(ascii: "0") &+ byte & 0xF : UInt8(ascii: "a") &- 10 &+ byte & 0xF)
    default: output.append(byte)
    }
  }
}
