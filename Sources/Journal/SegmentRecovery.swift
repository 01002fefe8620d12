internal import Bytes

/// Puts a folder in order before it is written to again.
///
/// Afterwards every segment begins with a header, the last one ends with a whole record, no record number is in two
/// segments, and everything readable has been synced.
struct SegmentRecovery {
  /// The journal's, though no segments.
  static let ownNames: Set<String> = [DurableMark.name]
  /// Where unreadable stretches are copied to.
  static let quarantine = "quarantine"

  private let files: any JournalFiles
  private(set) var report = JournalRecovery()
  private(set) var identity: JournalIdentity?
  private(set) var segments: [UInt64] = []
  private var lastNumber: UInt64 = 0

  init(files: any JournalFiles, lastNumberRead: UInt64) throws(JournalError) {
    self.files = files
    let names = try files.names()
    let mark = names.contains(DurableMark.name) ? DurableMark.read(files) : nil
    identity = mark?.journal
    segments = SegmentName.all(in: names)
    report.ignored = names.filter { name in
      !Self.ownNames.contains(name) && !(SegmentName.firstNumber(of: name).map { $0 > 0 } ?? false)
    }.sorted()
    if let known = try JournalIdentity.ofSegments(segments, in: files) { identity = known }
    for index in segments.indices { try recover(index) }
    if !report.removed.isEmpty { try files.syncFolder() }
    segments.removeAll { report.removed.contains(SegmentName.of($0)) }
    report.segments = segments.count
    // What was read has been removed: it is not missing.
    lastNumber = max(lastNumber, lastNumberRead)
    if let durable = mark?.number, durable > lastNumber {
      report.missing = durable - lastNumber
      lastNumber = durable
    }
    report.nextNumber = lastNumber + 1
  }

  private mutating func recover(_ index: Int) throws(JournalError) {
    let first = segments[index]
    let name = SegmentName.of(first)
    let file = try files.open(name, .update)
    lastNumber = max(lastNumber, first - 1)
    var owner = identity
    let size = try file.size()
    let header = SegmentHeader.read(try file.read(SegmentHeader.byteCount, at: 0))
    if case .header(let found) = header {
      owner = found.journal
    } else if size >= SegmentHeader.byteCount {
      quarantine(file, name, 0..<SegmentHeader.byteCount)
    }
    // Records with the next segment's numbers are there as well, written again after a failed sync.
    let isLast = index == segments.indices.last
    let end = isLast ? UInt64.max : segments[index + 1]
    let walk = try walk(file, name, seed: (owner ?? JournalIdentity(first: 0, second: 0)).seed, upTo: end)
    if walk.records == 0, isLast || walk.end <= SegmentHeader.byteCount || size <= SegmentHeader.byteCount {
      if size > SegmentHeader.byteCount { quarantine(file, name, SegmentHeader.byteCount..<size) }
      try files.remove(name)
      report.removed.append(name)
      return
    }
    if walk.end < size, isLast || lastNumber + 1 >= end {
      report.cut.append(.init(segment: name, offset: walk.end, byteCount: size - walk.end))
      try file.truncate(to: walk.end)
    } else if walk.end < size {
      quarantine(file, name, walk.end..<size)
    }
    // What a killed process wrote may be in memory only.
    try file.sync()
  }

  /// Counts the records up to `end` and reports the damage between them; answers how many and where they end.
  private mutating func walk(
    _ file: any JournalFile, _ name: String, seed: CRC32C, upTo end: UInt64
  ) throws(JournalError) -> (records: Int, end: Int) {
    var cursor = SegmentCursor(file: file, seed: seed)
    var records = 0
    while true {
      let offset = cursor.offset
      if case .entry(let entry, _) = try cursor.next(), entry.number > lastNumber {
        guard entry.number < end else { return (records, offset) }
        lastNumber = entry.number
        report.records += 1
        records += 1
        continue
      }
      cursor = SegmentCursor(file: file, seed: seed, offset: offset)
      guard lastNumber + 1 < end, try cursor.resynchronise(numbers: (lastNumber + 1)...(end - 1)) else {
        return (records, offset)
      }
      quarantine(file, name, offset..<cursor.offset)
    }
  }

  /// Copies a stretch for whoever wants to look; a full disk must not keep the engine from starting.
  private mutating func quarantine(_ file: any JournalFile, _ name: String, _ range: Range<Int>) {
    report.quarantined.append(.init(segment: name, offset: range.lowerBound, byteCount: range.count))
    do throws(JournalError) {
      let copy = try files.open("\(Self.quarantine)/\(name)-\(range.lowerBound)", .replace)
      guard try copy.size() != range.count else { return }
      var offset = range.lowerBound
      while offset < range.upperBound {
        let bytes = try file.read(min(1 << 20, range.upperBound - offset), at: offset)
        guard !bytes.isEmpty else { break }
        var written = 0
        while written < bytes.count {
          let rest = unsafe bytes.span.bytes.extracting(written..<bytes.count)
          let count = try copy.write(rest, at: offset - range.lowerBound + written)
          guard count > 0 else {
            throw JournalError.wrongSize(name: name, size: written, expected: bytes.count)
          }
          written += count
        }
        offset += bytes.count
      }
      try copy.sync()
    } catch {
      report.quarantineFailures.append(error)
    }
  }
}
