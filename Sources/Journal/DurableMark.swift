internal import Bytes

/// A file of 36 bytes that says up to which record the journal is durable: for readers in other processes, and to
/// notice at the next opening that something is missing. The part with the number is written after each sync and itself
/// never synced; the part with the identity is synced when a journal is opened, and also stands in for a segment's
/// header that is damaged.
///
/// | at | bytes | what |
/// |---|---|---|
/// | 0 | 4 | `JMKR` |
/// | 4 | 4 | CRC-32C of the identity |
/// | 8 | 16 | identity |
/// | 24 | 8 | number of the last durable record |
/// | 32 | 4 | CRC-32C of identity and number |
struct DurableMark: Equatable {
  static let name = "durable"
  static let numberOffset = 24
  private static let byteCount = 36
  private static let magic: UInt32 = 0x524b_4d4a

  var journal: JournalIdentity
  /// Nil while it is being written.
  var number: UInt64?

  static func head(_ journal: JournalIdentity) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(magic)
    bytes.appendLittleEndian(journal.seed.value)
    bytes.appendLittleEndian(journal.first)
    bytes.appendLittleEndian(journal.second)
    return bytes
  }

  /// What lies at `numberOffset`.
  static func tail(_ journal: JournalIdentity, number: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(number)
    var crc = journal.seed
    crc.add(bytes.span)
    bytes.appendLittleEndian(crc.value)
    return bytes
  }

  /// Nil when there is none.
  static func read(_ files: any JournalFiles) -> DurableMark? {
    guard let bytes = try? files.open(name, .read).read(byteCount, at: 0), bytes.count >= numberOffset else {
      return nil
    }
    let span = unsafe bytes.span.bytes
    let journal = JournalIdentity(
      first: span.littleEndian(UInt64.self, at: 8), second: span.littleEndian(UInt64.self, at: 16))
    guard head(journal) == Array(bytes[..<numberOffset]) else { return nil }
    guard bytes.count == byteCount else { return DurableMark(journal: journal, number: nil) }
    let number = span.littleEndian(UInt64.self, at: numberOffset)
    let isWhole = tail(journal, number: number) == Array(bytes[numberOffset...])
    return DurableMark(journal: journal, number: isWhole ? number : nil)
  }
}
