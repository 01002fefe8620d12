internal import Bytes

/// A part of an event log on its way to its file.
public enum LogBlock: Sendable, Equatable {
  case header(LogHeader)
  case entries([UInt8])
  /// The log's next samples.
  case samples([Int16])
  /// - Parameter isTruncated: entries before it found no room and are missing.
  case end(isTruncated: Bool)

  /// Bytes of memory that it takes up.
  var cost: Int {
    switch self {
    case .header: 4_096
    case .entries(let bytes): bytes.capacity + 96
    case .samples(let samples): samples.count * 2 + 96
    case .end: 96
    }
  }

  /// What a file begins with.
  static var fileHead: [UInt8] {
    var bytes = LogFormat.magic
    bytes.appendLittleEndian(UInt16(LogFormat.version))
    bytes.appendLittleEndian(UInt16(0))
    return bytes
  }

  /// Appends the block as it lies in a file.
  func append(to file: inout [UInt8]) {
    switch self {
    case .header(let header): Self.append(.header, LogHeader.json(header), to: &file)
    case .entries(let bytes): Self.append(.entries, bytes, to: &file)
    case .samples(let samples): Self.append(.samples, SampleCoder.encode(samples), to: &file)
    case .end(let isTruncated): Self.append(.end, [isTruncated ? 1 : 0], to: &file)
    }
  }

  private static func append(_ kind: LogFormat.Block, _ payload: [UInt8], to file: inout [UInt8]) {
    file.appendLittleEndian(UInt32(payload.count))
    file.appendLittleEndian(checksum(kind.rawValue, payload.span))
    file.append(kind.rawValue)
    file.append(contentsOf: payload)
  }

  static func checksum(_ kind: UInt8, _ payload: Span<UInt8>) -> UInt32 {
    var crc = CRC32C()
    crc.add([kind].span)
    crc.add(payload)
    return crc.value
  }

  /// A whole log as it lies in its file.
  public static func file(_ blocks: [LogBlock]) -> [UInt8] {
    var bytes = fileHead
    for block in blocks { block.append(to: &bytes) }
    return bytes
  }
}
