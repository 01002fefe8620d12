internal import Audio

/// Goes through a journal in order and follows it while it grows. One thread at a time.
public struct JournalReader {
  private let files: any JournalFiles
  private let cipher: (any JournalCipher)?
  private let durableNumber: () -> UInt64
  private var wanted: UInt64
  /// How far the journal was durable when it was last asked.
  private var durable: UInt64 = 0
  private var cursor: SegmentCursor?
  private var segment: UInt64 = 0
  /// The first number that the next segment has; nil in the last.
  private var end: UInt64?
  /// Records that were passed over since they cannot be read or their segment was removed.
  public private(set) var skipped: UInt64 = 0

  init(
    files: any JournalFiles, after number: UInt64, cipher: (any JournalCipher)?,
    durableNumber: @escaping () -> UInt64
  ) {
    self.files = files
    self.cipher = cipher
    self.durableNumber = durableNumber
    wanted = number == .max ? number : number + 1
  }

  /// Reads a journal of any process, live or not, without writing to the folder; as far as its writer had noted it to
  /// be durable.
  ///
  /// - Parameter number: the last record that is not wanted any more; 0 begins with the first.
  public init(files: any JournalFiles, after number: UInt64 = 0, cipher: (any JournalCipher)? = nil) {
    self.init(files: files, after: number, cipher: cipher) { DurableMark.read(files)?.number ?? 0 }
  }

  /// The number of the record given last, or where the reader began.
  public var position: UInt64 { wanted - 1 }

  /// The next record; nil at the durable end, and then again after more was written.
  public mutating func next() throws(JournalError) -> JournalEntry? {
    if wanted > durable { durable = durableNumber() }
    while wanted <= durable {
      if cursor == nil, try !enter() { return nil }
      guard case .entry(let entry, _)? = try cursor?.next(), entry.number < end ?? .max else {
        if try !pass(upTo: durable) { return nil }
        continue
      }
      if entry.number < wanted { continue }
      guard entry.number <= durable else {
        // What was wanted is gone, and what follows is not durable yet.
        skipped += durable + 1 - wanted
        wanted = durable + 1
        cursor = nil
        return nil
      }
      skipped += entry.number - wanted
      wanted = entry.number + 1
      return opened(entry)
    }
    return nil
  }

  /// Opens the segment in which `wanted` is, or the first behind it.
  private mutating func enter() throws(JournalError) -> Bool {
    let segments = SegmentName.all(in: try files.names())
    guard let index = segments.lastIndex(where: { $0 <= wanted }) ?? segments.indices.first else {
      return false
    }
    return try enter(segments, index)
  }

  private mutating func enter(_ segments: [UInt64], _ index: Int) throws(JournalError) -> Bool {
    segment = segments[index]
    end = index + 1 < segments.count ? segments[index + 1] : nil
    let name = SegmentName.of(segment)
    let file = try files.open(name, .read)
    switch SegmentHeader.read(try file.read(SegmentHeader.byteCount, at: 0)) {
    case .header(let header): cursor = SegmentCursor(file: file, seed: header.journal.seed)
    case .newer(let version):
      throw .newerVersion(segment: name, version: Int(version), supported: Int(SegmentHeader.version))
    case .damaged:
      let known = try JournalIdentity.ofSegments(segments, in: files) ?? DurableMark.read(files)?.journal
      guard let identity = known else { return false }
      cursor = SegmentCursor(file: file, seed: identity.seed)
    }
    return true
  }

  /// Something cannot be read though it is durable: it is in a later segment, or behind some damage, or lost.
  private mutating func pass(upTo durable: UInt64) throws(JournalError) -> Bool {
    let segments = SegmentName.all(in: try files.names())
    let later = segments.firstIndex { $0 > segment }
    end = later.map { segments[$0] }
    if let last = [durable, end.map { $0 - 1 } ?? .max].min(), last >= wanted, let offset = cursor?.offset,
      try cursor?.resynchronise(numbers: wanted...last) == true, cursor?.offset ?? 0 > offset
    {
      return true
    }
    if let later { return try enter(segments, later) }
    return false
  }

  private func opened(_ entry: JournalEntry) -> JournalEntry {
    guard entry.isSealed, let cipher else { return entry }
    let record = entry.record
    var opened = entry
    do {
      opened.record.payload = try cipher.open(record.payload, call: record.call, sequence: record.sequence)
      opened.isSealed = false
    } catch is JournalErasure {
      opened.record.payload = []
      opened.isSealed = false
      opened.isErased = true
    } catch {
      return entry
    }
    return opened
  }
}
