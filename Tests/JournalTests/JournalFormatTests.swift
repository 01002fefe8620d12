import Audio
import Bytes
import Foundation
import Testing

@testable import Journal

@Suite("Journal: the format")
struct JournalFormatTests {
  /// A segment with one record, byte by byte as the format's page has it.
  private static let segment: [UInt8] = {
    var header: [UInt8] = Array("STRLJRNL".utf8)
    header += [1, 0, 64, 0, 0, 0, 0, 0]
    header += [0x11, 0, 0, 0, 0, 0, 0, 0, 0x22, 0, 0, 0, 0, 0, 0, 0]
    header += [1, 0, 0, 0, 0, 0, 0, 0]
    header += [0, 0x68, 0xe5, 0xcf, 0x8b, 0x01, 0, 0]
    header += [UInt8](repeating: 0, count: 12)
    header += sum(header)
    var body: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0]
    body += [0x01, 0x7f, 0x22, 0xe2, 0x79, 0xb0, 0x7c, 0xc3, 0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]
    body += [5, 0, 0, 0]
    body += [0, 0x68, 0xe5, 0xcf, 0x8b, 0x01, 0, 0]
    body += [9, 0, 0, 0]
    body += Array("hey".utf8)
    let identity: [UInt8] = [0x11, 0, 0, 0, 0, 0, 0, 0, 0x22, 0, 0, 0, 0, 0, 0, 0]
    return header + Array("JREC".utf8) + [3, 0, 0, 0] + sum(identity + [3, 0, 0, 0] + body) + body
  }()

  private static let entry = JournalEntry(
    number: 1,
    record: JournalRecord(
      call: CallID(unixMilliseconds: 0x017F_22E2_79B0, random: 0xCC3, 0x18C4_DC0C_0C07_398F), sequence: 5,
      kind: 9, wallClockMilliseconds: 1_700_000_000_000, payload: Array("hey".utf8)))

  /// CRC-32C bit by bit, unlike the code that is tested.
  private static func sum(_ bytes: [UInt8]) -> [UInt8] {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: ~crc >> (8 * $0)) }
  }

  private func opened(_ files: SimulatedFiles) throws -> (JournalRecovery, [JournalEntry]) {
    let recovery = try SegmentRecovery(files: files, lastNumberRead: 0)
    var reader = JournalReader(files: files, after: 0, cipher: nil) { .max }
    return (recovery.report, try Samples.all(&reader))
  }

  @Test("bytes written by hand are read, and the same record is written as these bytes")
  func byHand() throws {
    let files = SimulatedFiles()
    files.set(SegmentName.of(1), Self.segment)
    #expect(try opened(files).1 == [Self.entry])
    let fresh = SimulatedFiles()
    let writer = SegmentWriter(
      files: fresh, identity: JournalIdentity(first: 0x11, second: 0x22), nextNumber: 1,
      options: JournalOptions(), cipher: nil, wallClock: { 1_700_000_000_000 }, tell: { _ in })
    writer.take { $0.append(PendingRecord(record: Self.entry.record, appendedAt: 0)) }
    try writer.advance { _, _ in }
    #expect(fresh.content(SegmentName.of(1)) == Self.segment)
  }

  @Test("the checksum is that of RFC 3720, appendix B.4")
  func checksum() {
    var crc = CRC32C()
    crc.add([UInt8](repeating: 0, count: 32).span)
    #expect(crc.value == 0x8a91_36aa)
    crc = CRC32C()
    crc.add(Array("123456789".utf8).span)
    #expect(crc.value == 0xe306_9283)
  }

  @Test("a torn end is cut, at whatever byte", arguments: [1, 20, 51, 52, 54])
  func tornTail(kept: Int) throws {
    let files = SimulatedFiles()
    let torn = Array(Self.segment[64...].prefix(kept))
    files.set(SegmentName.of(1), Self.segment + torn)
    let (report, entries) = try opened(files)
    #expect(report.cut == [.init(segment: SegmentName.of(1), offset: Self.segment.count, byteCount: kept)])
    #expect(entries == [Self.entry])
    #expect(files.content(SegmentName.of(1)) == Self.segment)
  }

  @Test("a damaged middle is reported with its place and kept aside, and what follows is read")
  func damagedMiddle() throws {
    let files = SimulatedFiles()
    let journal = try Samples.journal(files)
    for sequence in 0..<3 as Range<UInt32> { #expect(journal.append(Samples.record(1, sequence))) }
    #expect(journal.flush(within: 5_000))
    journal.close()
    files.change(SegmentName.of(1)) { $0[64 + 55 + 53] ^= 1 }
    let damaged = files.content(SegmentName.of(1)).map { Array($0[119..<174]) }
    let (report, entries) = try opened(files)
    #expect(report.quarantined == [.init(segment: SegmentName.of(1), offset: 119, byteCount: 55)])
    #expect(files.content("quarantine/\(SegmentName.of(1))-119") == damaged)
    #expect(entries.map(\.number) == [1, 3])
    var reader = JournalReader(files: files)
    #expect(try Samples.all(&reader).count == 2)
    #expect(reader.skipped == 1)
  }

  @Test("a segment without a record or without its header goes; strange files are named and left alone")
  func emptyAndStrange() throws {
    let files = SimulatedFiles()
    files.set(SegmentName.of(1), Self.segment)
    files.set(SegmentName.of(2), Array(Self.segment[..<17]))
    files.set("notes.txt", [1])
    files.set("1.journal", [2])
    let (report, entries) = try opened(files)
    #expect(report.removed == [SegmentName.of(2)])
    #expect(report.ignored == ["1.journal", "notes.txt"])
    #expect(report.nextNumber == 2)
    #expect(entries == [Self.entry])
    #expect(files.content("notes.txt") == [1])
  }

  @Test("a segment from a later version stops the opening, and says which")
  func newer() throws {
    let files = SimulatedFiles()
    var bytes = Self.segment
    bytes[8] = 2
    bytes.replaceSubrange(60..<64, with: Self.sum(Array(bytes[..<60])))
    files.set(SegmentName.of(1), bytes)
    #expect(throws: JournalError.newerVersion(segment: SegmentName.of(1), version: 2, supported: 1)) {
      try Samples.journal(files)
    }
    #expect(files.content(SegmentName.of(1)) == bytes)
  }

  @Test("a payload that holds a record of another journal is not taken for one")
  func embedded() throws {
    let files = SimulatedFiles()
    let journal = try Samples.journal(files)
    for sequence in 1...2 as ClosedRange<UInt32> {
      #expect(journal.append(Samples.record(1, sequence, Array(Self.segment[64...]))))
    }
    #expect(journal.flush(within: 5_000))
    journal.close()
    files.change(SegmentName.of(1)) { $0[70] ^= 0xff }
    #expect(try opened(files).1.map(\.record.sequence) == [2])
  }

  /// Turns bits around; refuses odd sequences on either way when told to.
  private struct Turning: JournalCipher {
    struct Refusal: Error {}
    var refusesSealing = false
    var refusesOpening = false
    func seal(_ payload: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8] {
      if refusesSealing, sequence % 2 == 1 { throw Refusal() }
      return payload.map { ~$0 } + [0]
    }
    func open(_ sealed: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8] {
      if refusesOpening { throw Refusal() }
      return sealed.dropLast().map { ~$0 }
    }
  }

  @Test("payloads are sealed on disk; without the key they come back sealed; what cannot be sealed is told")
  func cipher() throws {
    let files = SimulatedFiles()
    let events = Locked<[JournalEvent]>([])
    let journal = try Samples.journal(files, cipher: Turning(refusesSealing: true)) { event in
      events.withLock { $0.append(event) }
    }
    for sequence in 1...4 as ClosedRange<UInt32> { #expect(journal.append(Samples.record(1, sequence))) }
    #expect(journal.flush(within: 5_000))
    var reader = journal.reader()
    #expect(try Samples.all(&reader).map(\.record) == [Samples.record(1, 2), Samples.record(1, 4)])
    journal.close()
    #expect(journal.statistics.unsealable == 2)
    #expect(events.withLock { $0 }.contains(.unsealable(call: Samples.call(1), sequence: 3)))
    #expect(journal.health.pendingBytes == 0)
    var shredded = JournalReader(files: files, cipher: Turning(refusesOpening: true))
    let sealed = try #require(try shredded.next())
    #expect(sealed.isSealed && sealed.record.payload == [254, 253, 252, 0])
  }

  /// Cannot reach its keys so many times; has destroyed those of odd calls.
  private final class Keys: JournalCipher {
    let failures = Locked(3)
    func seal(_ payload: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8] {
      let fails = failures.withLock { left in
        left -= 1
        return left >= 0
      }
      if fails { throw JournalError.file(.write, name: "keys", code: 28) }
      return payload + [1]
    }
    func open(_ sealed: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8] {
      if call == Samples.call(1) { throw JournalErasure() }
      return sealed.dropLast()
    }
  }

  @Test("a record waits for a key that cannot be made now; one whose key was destroyed comes back erased")
  func keys() throws {
    let files = SimulatedFiles()
    let events = Locked<[JournalEvent]>([])
    let keys = Keys()
    let journal = try Samples.journal(files, cipher: keys) { event in events.withLock { $0.append(event) } }
    for call in 1...2 as ClosedRange<UInt64> { #expect(journal.append(Samples.record(call, 1))) }
    #expect(journal.flush(within: 10_000))
    #expect(journal.statistics.unsealable == 0 && journal.statistics.failedAttempts == 3)
    #expect(events.withLock { $0 }.contains(.recovered(attempts: 3)))
    var reader = journal.reader()
    let erased = try #require(try reader.next())
    #expect(erased.isErased && !erased.isSealed && erased.record.payload == [])
    #expect(try reader.next()?.record == Samples.record(2, 1))
    #expect(reader.skipped == 0)
    journal.close()
  }
}
