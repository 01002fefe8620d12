/// Which journal a segment belongs to: 128 random bits. Every record's checksum begins with them, so that bytes of one
/// journal inside a payload of another are never taken for records.
struct JournalIdentity: Equatable, Sendable {
  var first: UInt64
  var second: UInt64

  static func random() -> JournalIdentity {
    var generator = SystemRandomNumberGenerator()
    return JournalIdentity(first: generator.next(), second: generator.next())
  }

  var seed: CRC32C {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(first)
    bytes.appendLittleEndian(second)
    var crc = CRC32C()
    crc.add(bytes.span)
    return crc
  }
}
