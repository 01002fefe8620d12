internal import Bytes

/// Which journal a segment belongs to: 128 random bits. Every record's checksum begins with them, so that bytes of one
/// journal inside a payload of another are never taken for records.
struct JournalIdentity: Equatable, Sendable {
  var first: UInt64
  var second: UInt64

  static func random() -> JournalIdentity {
    var generator = SystemRandomNumberGenerator()
    return JournalIdentity(first: generator.next(), second: generator.next())
  }

  /// 32 hexadecimal digits.
  var description: String {
    [first, second].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  var seed: CRC32C {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(first)
    bytes.appendLittleEndian(second)
    var crc = CRC32C()
    crc.add(bytes.span)
    return crc
  }

  /// What the newest segment with a sound header says. A header of a later version stops everything.
  static func ofSegments(
    _ segments: [UInt64], in files: any JournalFiles
  ) throws(JournalError) -> JournalIdentity? {
    var identity: JournalIdentity?
    for first in segments {
      let name = SegmentName.of(first)
      switch SegmentHeader.read(try files.open(name, .read).read(SegmentHeader.byteCount, at: 0)) {
      case .header(let header): identity = header.journal
      case .newer(let version):
        throw .newerVersion(segment: name, version: Int(version), supported: Int(SegmentHeader.version))
      case .damaged: break
      }
    }
    return identity
  }
}
