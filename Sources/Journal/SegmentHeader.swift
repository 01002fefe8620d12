internal import Bytes

/// The first 64 bytes of a segment. Numbers are little-endian; the page on the format has the table.
///
/// Length, magic, version and checksum keep their places in every later version, so that an old release can tell
/// "newer" from "damaged".
struct SegmentHeader: Equatable {
  static let byteCount = 64
  static let version: UInt16 = 1
  static let magic = Array("STRLJRNL".utf8)

  var journal: JournalIdentity
  var firstNumber: UInt64
  /// Milliseconds since 1970; for people.
  var created: Int64

  enum Reading: Equatable {
    case header(SegmentHeader)
    case newer(version: UInt16)
    case damaged
  }

  func encoded() -> [UInt8] {
    var bytes = Self.magic
    bytes.appendLittleEndian(Self.version)
    bytes.appendLittleEndian(UInt16(Self.byteCount))
    bytes.appendLittleEndian(UInt32(0))
    bytes.appendLittleEndian(journal.first)
    bytes.appendLittleEndian(journal.second)
    bytes.appendLittleEndian(firstNumber)
    bytes.appendLittleEndian(created)
    bytes.append(contentsOf: repeatElement(0, count: 12))
    bytes.appendLittleEndian(unsafe CRC32C.of(bytes.span.bytes))
    return bytes
  }

  static func read(_ bytes: [UInt8]) -> Reading {
    guard bytes.count >= byteCount, Array(bytes[..<8]) == magic else { return .damaged }
    let body = unsafe bytes.span.bytes
    let sum = CRC32C.of(body.extracting(0..<60))
    guard body.littleEndian(UInt32.self, at: 60) == sum else { return .damaged }
    let version = body.littleEndian(UInt16.self, at: 8)
    guard version <= Self.version else { return .newer(version: version) }
    return .header(
      SegmentHeader(
        journal: JournalIdentity(
          first: body.littleEndian(UInt64.self, at: 16), second: body.littleEndian(UInt64.self, at: 24)),
        firstNumber: body.littleEndian(UInt64.self, at: 32), created: body.littleEndian(Int64.self, at: 40)))
  }
}
