internal import Bytes

/// Puts records into segments and syncs them. One thread; no clock and no thread of its own, so that tests can drive
/// it step by step.
///
/// The window holds every record that is not durable yet. Its first `written` records are in the current segment,
/// whose sound part ends at `offset`; what lies behind is the rest of a write that failed, and is cut before the next.
final class SegmentWriter {
  /// Bytes gathered for one write.
  private static let blockBytes = 1 << 20

  private struct Segment {
    let name: String
    let file: any JournalFile
    /// Bytes of whole records, and of those the durable ones.
    var offset = 0
    var durableOffset = 0
    var hasRest = false
  }

  let files: any JournalFiles
  let identity: JournalIdentity
  private let seed: CRC32C
  private let options: JournalOptions
  private let cipher: (any JournalCipher)?
  private let wallClock: () -> Int64
  private let tell: (JournalEvent) -> Void

  private(set) var window: [PendingRecord] = []
  private var written = 0
  /// The number of the window's first record.
  private var firstNumber: UInt64
  private var segment: Segment?
  /// A segment given up after a failed sync that still holds records of the window.
  private var abandoned: (name: String, file: any JournalFile, durableOffset: Int)?
  private var block = BlockBuffer()
  private var mark: (any JournalFile)?

  private(set) var statistics = JournalStatistics()

  /// - Parameters:
  ///   - nextNumber: of the first record to come.
  ///   - wallClock: milliseconds since 1970, for the segments' headers.
  init(
    files: any JournalFiles, identity: JournalIdentity, nextNumber: UInt64, options: JournalOptions,
    cipher: (any JournalCipher)?, wallClock: @escaping () -> Int64, tell: @escaping (JournalEvent) -> Void
  ) {
    self.files = files
    self.identity = identity
    self.seed = identity.seed
    self.options = options
    self.cipher = cipher
    self.wallClock = wallClock
    self.tell = tell
    firstNumber = nextNumber
    writeMark()
  }

  /// The last record that is safe; one less than the first number of all when there is none.
  var durableNumber: UInt64 { firstNumber - 1 }

  /// Takes records over; `advance` writes them.
  func take(_ fill: (inout [PendingRecord]) -> Void) {
    let before = window.count
    fill(&window)
    statistics.appended += window.count - before
  }

  /// Gives up what is not durable.
  func surrender() -> [PendingRecord] {
    statistics.lost += window.count
    defer {
      window = []
      written = 0
    }
    return window
  }

  /// Writes all of the window and syncs it; `settled` gets every record that needs no more memory, before the next
  /// write. When it throws, the window keeps what is not durable and the next call begins where this one failed.
  func advance(settled: (ArraySlice<PendingRecord>, _ isDurable: Bool) -> Void) throws(JournalError) {
    do {
      try clearAway()
      while !window.isEmpty {
        if segment == nil { try begin() }
        if try !writeBlocks(settled) { continue }
        try sync(settled)
      }
    } catch {
      statistics.failedAttempts += 1
      throw error
    }
  }

  // MARK: Segments

  /// Closes the segment, so that the next record begins another. Answers the number which that record will have at
  /// least; nil while something is not durable.
  func closeSegment() -> UInt64? {
    guard window.isEmpty, abandoned == nil else { return nil }
    segment = nil
    return firstNumber
  }

  /// Removes what earlier failures left behind.
  private func clearAway() throws(JournalError) {
    if let abandoned {
      // What was durable stays. The rest is written again elsewhere under the same numbers: should it stay too,
      // readers go by the later segment.
      if abandoned.durableOffset <= SegmentHeader.byteCount {
        try files.remove(abandoned.name)
        try files.syncFolder()
      } else {
        _ = try? abandoned.file.truncate(to: abandoned.durableOffset)
      }
      self.abandoned = nil
    }
    guard let rest = segment, rest.hasRest else { return }
    try rest.file.truncate(to: rest.offset)
    let size = try rest.file.size()
    guard size == rest.offset else {
      throw .wrongSize(name: rest.name, size: size, expected: rest.offset)
    }
    segment?.hasRest = false
  }

  private func begin() throws(JournalError) {
    let name = SegmentName.of(firstNumber)
    var file: (any JournalFile)?
    do throws(JournalError) {
      let created = try files.open(name, .create)
      file = created
      try files.syncFolder()
      let header = SegmentHeader(journal: identity, firstNumber: firstNumber, created: wallClock())
      block.removeAll()
      block.append(header.encoded())
      segment = Segment(name: name, file: created)
      try writeBlock()
      statistics.segmentsCreated += 1
    } catch {
      segment = nil
      if let file { abandoned = (name, file, 0) }
      throw error
    }
  }

  /// Encodes and writes what is not written; false when the segment is full before the window is empty: it has been
  /// synced then, and closed.
  private func writeBlocks(
    _ settled: (ArraySlice<PendingRecord>, Bool) -> Void
  ) throws(JournalError) -> Bool {
    while written < window.count {
      guard let open = segment else { return false }
      block.removeAll()
      var next = written
      while next < window.count, block.count < Self.blockBytes {
        let size = window[next].record.payload.count + RecordFrame.headBytes
        let end = open.offset + block.count + size
        if end > options.segmentBytes, open.offset + block.count > SegmentHeader.byteCount { break }
        guard try encode(next) else {
          settled(window[next...next], false)
          window.remove(at: next)
          continue
        }
        next += 1
      }
      if next > written {
        try writeBlock()
        statistics.written += next - written
        written = next
      } else if written < window.count {
        try sync(settled)
        segment = nil
        return false
      }
    }
    return true
  }

  /// False when the cipher refuses; throws when it cannot do its work now.
  private func encode(_ index: Int) throws(JournalError) -> Bool {
    let record = window[index].record
    let number = firstNumber + UInt64(index)
    guard let cipher else {
      block.append(record, payload: record.payload, number: number, isSealed: false, seed: seed)
      return true
    }
    var sealed: [UInt8]?
    do {
      sealed = try cipher.seal(record.payload, call: record.call, sequence: record.sequence)
    } catch let error as JournalError {
      throw error
    } catch {
      sealed = nil
    }
    guard let sealed, sealed.count <= RecordFrame.mostPayloadBytes else {
      statistics.unsealable += 1
      tell(.unsealable(call: record.call, sequence: record.sequence))
      return false
    }
    block.append(record, payload: sealed, number: number, isSealed: true, seed: seed)
    return true
  }

  private func writeBlock() throws(JournalError) {
    guard let open = segment else { return }
    segment?.hasRest = true
    let count = try block.withBytes { bytes throws(JournalError) -> Int in
      var position = 0
      while position < bytes.byteCount {
        let rest = bytes.extracting(position..<bytes.byteCount)
        let count = try open.file.write(rest, at: open.offset + position)
        guard count > 0 else {
          throw .wrongSize(name: open.name, size: position, expected: bytes.byteCount)
        }
        position += count
      }
      return position
    }
    statistics.bytes += count
    segment?.offset += count
    segment?.hasRest = false
  }

  /// Makes the written part of the window durable.
  private func sync(_ settled: (ArraySlice<PendingRecord>, Bool) -> Void) throws(JournalError) {
    guard let open = segment, written > 0 else { return }
    let start = MonotonicNanoseconds.now
    do throws(JournalError) {
      try open.file.sync()
    } catch {
      // The system may have forgotten the bytes and call the next sync a success: this file is done with.
      abandoned = (open.name, open.file, open.durableOffset)
      tell(.windowRewritten(segment: open.name, records: written))
      segment = nil
      written = 0
      throw error
    }
    statistics.syncs += 1
    let end = MonotonicNanoseconds.now
    statistics.syncDuration.add(nanoseconds: end - start)
    for index in 0..<written {
      statistics.durabilityLag.add(nanoseconds: end - window[index].appendedAt)
    }
    segment?.durableOffset = open.offset
    statistics.durable += written
    firstNumber += UInt64(written)
    writeMark()
    settled(window[..<written], true)
    window.removeFirst(written)
    written = 0
  }

  /// Best effort: the next sync writes it again.
  private func writeMark() {
    let tail = DurableMark.tail(identity, number: durableNumber)
    do throws(JournalError) {
      guard let mark else {
        let file = try files.open(DurableMark.name, .replace)
        let whole = DurableMark.head(identity) + tail
        guard unsafe try file.write(whole.span.bytes, at: 0) == whole.count else { return }
        try file.sync()
        mark = file
        return
      }
      _ = try unsafe mark.write(tail.span.bytes, at: DurableMark.numberOffset)
    } catch {
      mark = nil
    }
  }
}
