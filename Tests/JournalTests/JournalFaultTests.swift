import Audio
import Foundation
import Testing

@testable import Journal

@Suite("Journal: when the disk fails")
struct JournalFaultTests {
  private let files = SimulatedFiles()
  private let events = Locked<[JournalEvent]>([])

  private func writer(_ options: JournalOptions = JournalOptions()) -> SegmentWriter {
    SegmentWriter(
      files: files, identity: JournalIdentity(first: 1, second: 2), nextNumber: 1, options: options,
      cipher: nil, wallClock: { 0 }, tell: { [events] event in events.withLock { $0.append(event) } })
  }

  private func take(_ writer: SegmentWriter, _ sequences: ClosedRange<UInt32>) {
    writer.take { $0 += sequences.map { PendingRecord(record: Samples.record(1, $0), appendedAt: 0) } }
  }

  /// Sequences found after the folder was put in order again.
  private func found() throws -> [UInt32] {
    _ = try SegmentRecovery(files: files, lastNumberRead: 0)
    var reader = JournalReader(files: files)
    return try Samples.all(&reader).map(\.record.sequence)
  }

  @Test(
    "records wait and are written once when the disk is well again",
    arguments: [
      [.write(EIO)], [.write(ENOSPC)], [.shortWrite(bytes: 10, then: ENOSPC)],
      [.shortWrite(bytes: 70, then: EIO), .truncate(EIO)], [.sync(EIO)], [.sync(EIO), .sync(EIO)],
      [.sync(EIO), .truncate(EIO)], [.sync(EIO), .create(ENOSPC)], [.sync(EIO), .folderSync(EIO)],
    ] as [[SimulatedFiles.Fault]])
  func recovers(faults: [SimulatedFiles.Fault]) throws {
    let writer = writer()
    take(writer, 1...3)
    try writer.advance { _, _ in }
    for fault in faults { files.inject(fault) }
    take(writer, 4...6)
    var attempts = 0
    while !writer.window.isEmpty, attempts < 10 {
      attempts += 1
      try? writer.advance { _, _ in }
      #expect(writer.durableNumber == (writer.window.isEmpty ? 6 : 3))
    }
    #expect(attempts > 1)
    #expect(files.faultsLeft == 0)
    #expect(writer.statistics.durable == 6)
    #expect(try found() == [1, 2, 3, 4, 5, 6])
  }

  @Test("a failed sync is never tried again on the same file: its window goes to a new segment, and is told")
  func syncFailure() throws {
    let writer = writer()
    take(writer, 1...2)
    try writer.advance { _, _ in }
    let before = files.content(SegmentName.of(1))
    files.inject(.sync(EIO))
    take(writer, 3...5)
    #expect(throws: JournalError.file(.sync, name: SegmentName.of(1), code: EIO)) {
      try writer.advance { _, _ in }
    }
    #expect(events.withLock { $0 } == [.windowRewritten(segment: SegmentName.of(1), records: 3)])
    try writer.advance { _, _ in }
    #expect(files.segments == [SegmentName.of(1), SegmentName.of(3)])
    #expect(files.content(SegmentName.of(1)) == before)
    #expect(try found() == [1, 2, 3, 4, 5])
  }

  @Test("a segment of which nothing was durable is replaced")
  func firstSyncFails() throws {
    let writer = writer()
    files.inject(.sync(EIO))
    take(writer, 1...2)
    #expect(throws: JournalError.self) { try writer.advance { _, _ in } }
    try writer.advance { _, _ in }
    #expect(files.segments == [SegmentName.of(1)])
    #expect(try found() == [1, 2])
  }

  @Test("a full disk stops admission; records drain when there is room, and what was refused is named")
  func fullDisk() throws {
    var options = JournalOptions()
    options.mostPendingRecords = 10
    options.syncInterval = 1
    options.longestRetry = 20
    let journal = try Samples.journal(files, options) { [events] event in events.withLock { $0.append(event) }
    }
    #expect(journal.append(Samples.record(1, 1)))
    #expect(journal.flush(within: 5_000))
    files.setRoom(files.usedBytes + 20)
    for sequence in 2...11 as ClosedRange<UInt32> { #expect(journal.append(Samples.record(1, sequence))) }
    #expect(!journal.append(Samples.record(1, 12)))
    #expect(!journal.flush(within: 50))
    let health = journal.health
    #expect(health.state == .failing(.file(.write, name: SegmentName.of(1), code: ENOSPC)))
    #expect(!health.isAccepting)
    #expect(health.pendingRecords == 10)
    files.setRoom(.max)
    #expect(journal.flush(within: 5_000))
    #expect(journal.health.isAccepting)
    journal.close()
    let events = events.withLock { $0 }
    #expect(events.contains(.refused(call: Samples.call(1), sequence: 12)))
    #expect(events.contains { if case .failing = $0 { true } else { false } })
    #expect(events.contains { if case .recovered = $0 { true } else { false } })
    #expect(journal.statistics.refused == 1)
    #expect(try found() == Array(1...11))
  }

  @Test("what cannot be stored before the journal must close is named as lost")
  func lostAtClose() throws {
    let journal = try Samples.journal(files) { [events] event in events.withLock { $0.append(event) } }
    files.setRoom(files.usedBytes)
    #expect(journal.append(Samples.record(1, 1)))
    journal.close(within: 50)
    #expect(events.withLock { $0 }.contains(.lost(call: Samples.call(1), sequence: 1)))
    #expect(journal.statistics.lost == 1)
    #expect(!journal.append(Samples.record(1, 2)))
    #expect(journal.health.state == .closed)
    #expect(journal.health.pendingRecords == 0)
  }
}
