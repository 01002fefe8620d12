/// A file of 32 bytes that says up to which record the journal is durable: for readers in other processes, and to
/// notice at the next opening that something is missing. Written after each sync and itself never synced.
struct DurableMark: Equatable {
  static let name = "durable"
  private static let byteCount = 32
  private static let magic: UInt32 = 0x524b_4d4a

  var journal: JournalIdentity
  var number: UInt64

  func encoded() -> [UInt8] {
    var body: [UInt8] = []
    body.appendLittleEndian(journal.first)
    body.appendLittleEndian(journal.second)
    body.appendLittleEndian(number)
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(Self.magic)
    bytes.appendLittleEndian(unsafe CRC32C.of(body.span.bytes))
    return bytes + body
  }

  /// Nil when there is none, or it is being written just now.
  static func read(_ files: any JournalFiles) -> DurableMark? {
    guard let bytes = try? files.open(name, .read).read(byteCount, at: 0), bytes.count == byteCount else {
      return nil
    }
    let span = unsafe bytes.span.bytes
    guard span.littleEndian(UInt32.self, at: 0) == magic,
      span.littleEndian(UInt32.self, at: 4) == CRC32C.of(span.extracting(8..<byteCount))
    else { return nil }
    return DurableMark(
      journal: JournalIdentity(
        first: span.littleEndian(UInt64.self, at: 8), second: span.littleEndian(UInt64.self, at: 16)),
      number: span.littleEndian(UInt64.self, at: 24))
  }
}
