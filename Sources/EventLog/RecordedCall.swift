internal import Bytes

/// A call's event log as it was read.
public struct RecordedCall: Sendable, Equatable {
  /// How far the log goes.
  public enum Ending: Sendable, Equatable {
    case complete
    /// The process ended or the disk filled up: nothing more was written.
    case cut
    /// Some entries found no room; those before are here.
    case truncated
    /// Bytes that are no block, or not what they were, from this offset on; what stood before is here.
    case damaged(offset: Int)
  }

  public var header: LogHeader
  public var entries: [LogEntry]
  public var ending: Ending

  public init(header: LogHeader, entries: [LogEntry], ending: Ending) {
    self.header = header
    self.entries = entries
    self.ending = ending
  }

  /// Reads a whole file. Never traps: whatever the bytes say, it is a log, or the beginning of one, or an error.
  public static func read(_ file: [UInt8]) throws(EventLogError) -> RecordedCall {
    guard file.count <= LogFormat.mostFileBytes else {
      throw .tooLarge(bytes: file.count, limit: LogFormat.mostFileBytes)
    }
    guard file.count >= LogFormat.fileHeadBytes, isMagic(file) else { throw .notAnEventLog }
    let version = Int(unsafe file.span.bytes.littleEndian(UInt16.self, at: 4))
    guard version <= LogFormat.version else {
      throw .fromTheFuture(version: version, known: LogFormat.version)
    }
    var offset = LogFormat.fileHeadBytes
    guard case .block(.header, let start, let end) = block(file, at: offset),
      let header = header([UInt8](file[start..<end]))
    else { throw .noHeader }
    if let reason = header.unsoundness { throw .unsound(reason) }
    var call = RecordedCall(header: header, entries: [], ending: .cut)
    offset = end
    call.readBlocks(file, from: offset)
    return call
  }

  /// The entries of a log that was not written to a file.
  public static func entries(of blocks: [LogBlock]) -> [LogEntry] {
    var decoder = LogDecoder()
    var entries: [LogEntry] = []
    for block in blocks {
      switch block {
      case .header, .end: break
      case .samples(let samples): decoder.samples.append(samples)
      case .entries(let bytes): _ = decoder.read(bytes, into: &entries)
      }
    }
    return entries
  }

  private mutating func readBlocks(_ file: [UInt8], from start: Int) {
    var offset = start
    var decoder = LogDecoder()
    var samplesLeft = LogFormat.mostSamples
    while true {
      switch Self.block(file, at: offset) {
      case .none: return
      case .torn:
        ending = .cut
        return
      case .damaged:
        ending = .damaged(offset: offset)
        return
      case .block(let kind, let start, let end):
        let payload = [UInt8](file[start..<end])
        switch kind {
        case .header:
          ending = .damaged(offset: offset)
          return
        case .entries:
          guard decoder.read(payload, into: &entries) else {
            ending = .damaged(offset: offset)
            return
          }
        case .samples:
          guard let samples = SampleCoder.decode(payload, limit: samplesLeft) else {
            ending = .damaged(offset: offset)
            return
          }
          samplesLeft -= samples.count
          decoder.samples.append(samples)
        case .end:
          ending = payload.count == 1 && payload[0] == 0 ? .complete : .truncated
          return
        }
        offset = end
      }
    }
  }

  private enum Found {
    case block(LogFormat.Block, start: Int, end: Int)
    /// The file ends here, or within the block.
    case none, torn
    case damaged
  }

  private static func block(_ file: [UInt8], at offset: Int) -> Found {
    let left = file.count - offset
    guard left > 0 else { return .none }
    guard left >= LogFormat.blockHeadBytes else { return .torn }
    let count = Int(unsafe file.span.bytes.littleEndian(UInt32.self, at: offset))
    guard count <= LogFormat.mostBlockBytes else { return .damaged }
    let start = offset + LogFormat.blockHeadBytes
    guard file.count - start >= count else { return .torn }
    let kind = file[offset + 8]
    let payload = file.span.extracting(start..<start + count)
    let checksum = unsafe file.span.bytes.littleEndian(UInt32.self, at: offset + 4)
    guard checksum == LogBlock.checksum(kind, payload), let known = LogFormat.Block(rawValue: kind) else {
      return .damaged
    }
    return .block(known, start: start, end: start + count)
  }

  private static func isMagic(_ file: [UInt8]) -> Bool {
    for index in LogFormat.magic.indices where file[index] != LogFormat.magic[index] { return false }
    return true
  }

  private static func header(_ json: [UInt8]) -> LogHeader? { LogHeader.value(LogHeader.self, from: json) }
}
