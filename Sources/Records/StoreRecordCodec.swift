public import Audio

/// Records as bytes, for the journal: compact, with a version, and never a trap on what comes back.
///
/// Version 2: the version (one byte), the count of records (one byte), then each record: its kind (one byte) and its fields
/// in the order of their declaration. Whole numbers are zigzag and LEB128 as in Protocol Buffers, times are nanoseconds,
/// texts are their UTF-8 length plus 1 and their bytes, with 0 for nil; other optionals have a byte 0 or 1 before them.
/// Floating point is 8 bytes, little-endian. A tenant is a text, nil for the standard one, behind the kind. The call is not
/// encoded: whoever carries the bytes carries its name.
///
/// Text is stored with every NUL replaced by U+FFFD, and bytes that are no UTF-8 are read as U+FFFD. What was said,
/// details and slots may have 1 MiB, names and the like 4 KiB; the rest is cut off.
public enum StoreRecordCodec {
  public static let version: UInt8 = 2
  /// Bytes of UTF-8: of what was said, of details and slots; and of everything else.
  public static let longestText = 1 << 20
  public static let longestName = 4 << 10
  /// Words of a turn; those behind are not encoded.
  static let mostWords = 1 << 16
  /// Records that one encoding may hold.
  public static let mostRecords = 255

  enum Kind: UInt8 {
    case call = 1
    case turn = 2
    case timing = 3
    case event = 4
    case contact = 5
    case agentVersion = 6
    case outcome = 7
    case usage = 8
    case consent = 9
  }

  /// - Parameter records: all of one call; those behind the 255th are not encoded.
  public static func encode(_ records: [StoreRecord]) -> [UInt8] {
    let records = records.prefix(mostRecords)
    var writer = StoreFieldWriter()
    writer.put(byte: version)
    writer.put(byte: UInt8(records.count))
    for record in records { writer.put(record) }
    return writer.bytes
  }

  /// - Parameter call: whose records they are.
  public static func decode(_ bytes: [UInt8], of call: CallID) throws(StoreRecordCodecError) -> [StoreRecord]
  {
    var reader = StoreFieldReader(bytes)
    let version = try reader.byte()
    guard version == Self.version else { throw .unknownVersion(version) }
    let count = Int(try reader.byte())
    var records: [StoreRecord] = []
    records.reserveCapacity(count)
    for _ in 0..<count { records.append(try reader.record(of: call)) }
    guard reader.isAtEnd else { throw .trailing(byteCount: bytes.count - reader.offset) }
    return records
  }
}
