import Audio
import Foundation
import Testing

@testable import Journal

@Suite("Journal: on a real folder")
struct JournalFileTests {
  private let folder = NSTemporaryDirectory() + "starling-journal-" + UUID().uuidString
  private var files: SystemJournalFiles { SystemJournalFiles(path: "\(folder)/deep/journal") }

  private func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

  @Test(
    "what is flushed is read while the journal lives, also by a reader of its own, and after opening again")
  func roundTrip() throws {
    defer { cleanUp() }
    let records = (0..<500 as Range<UInt32>).map { sequence in
      Samples.record(
        UInt64(sequence % 7), sequence, [UInt8](repeating: UInt8(sequence % 251), count: Int(sequence)))
    }
    let journal = try Samples.journal(files)
    var follower = journal.reader()
    var stranger = JournalReader(files: files)
    #expect(try follower.next() == nil)
    for half in [records[..<250], records[250...]] {
      for record in half { #expect(journal.append(record)) }
      #expect(journal.flush(within: 10_000))
      #expect(try Samples.all(&follower).map(\.record) == Array(half))
      #expect(try Samples.all(&stranger).map(\.record) == Array(half))
    }
    #expect(journal.durableNumber == 500)
    #expect(journal.statistics.durable == 500)
    journal.close()
    #expect(!journal.append(records[0]))
    let again = try Samples.journal(files)
    defer { again.close() }
    #expect(again.recovery.records == 500)
    #expect(again.recovery.nextNumber == 501)
    #expect(again.recovery.cut == [] && again.recovery.quarantined == [] && again.recovery.ignored == [])
    var reader = again.reader(after: 490)
    #expect(try Samples.all(&reader).map(\.number) == Array(491...500))
  }

  @Test("a second engine on the folder is told whose it is, until the first is closed")
  func lock() throws {
    defer { cleanUp() }
    let first = try Samples.journal(files)
    #expect(throws: JournalError.inUse(folder: files.path, pid: getpid())) { try Samples.journal(files) }
    first.close()
    try Samples.journal(files).close()
  }

  @Test("a folder that cannot be made or written is a clear error")
  func readOnly() {
    #expect {
      try Samples.journal(SystemJournalFiles(path: "/proc/starling/journal"))
    } throws: { error in
      switch error as? JournalError {
      case .readOnly, .file(.open, _, _): true
      default: false
      }
    }
    #expect(JournalError.readOnly(folder: "/data").description.contains("/data cannot be written"))
  }

  @Test("segments that were read go, except those to keep and the one being written; numbers go on")
  func removal() throws {
    defer { cleanUp() }
    var options = JournalOptions()
    options.segmentBytes = 4_096
    let journal = try Samples.journal(files, options)
    for sequence in 0..<300 as Range<UInt32> { #expect(journal.append(Samples.record(1, sequence))) }
    #expect(journal.flush(within: 10_000))
    #expect(journal.statistics.segmentsCreated == 5)
    #expect(try journal.removeSegments(before: 100) == 1)
    var reader = journal.reader()
    #expect(try reader.next()?.number == 74)
    #expect(reader.skipped == 73)
    #expect(try journal.removeSegments(before: .max) == 2)
    journal.close()
    let again = try Samples.journal(files, options)
    defer { again.close() }
    #expect(again.recovery.nextNumber == 301)
  }

  @Test("after a rotation every earlier record can be removed, and none counts as missing")
  func rotation() throws {
    defer { cleanUp() }
    let journal = try Samples.journal(files)
    #expect(journal.rotate(within: 10_000) == 1)
    for sequence in 1...10 as ClosedRange<UInt32> { #expect(journal.append(Samples.record(1, sequence))) }
    var reader = journal.reader()
    #expect(journal.rotate(within: 10_000) == 11)
    for _ in 1...10 { #expect(try reader.next() != nil) }
    #expect(try journal.removeRotated(before: 11) == 1)
    #expect(SegmentName.all(in: try files.names()).isEmpty)
    #expect(try reader.next() == nil)
    #expect(journal.append(Samples.record(1, 11)))
    #expect(journal.flush(within: 10_000))
    #expect(try reader.next()?.number == 11)
    #expect(reader.skipped == 0)
    #expect(try journal.removeRotated(before: 11) == 0)
    #expect(journal.rotate(within: 10_000) == 12)
    #expect(try journal.removeRotated(before: 12) == 1)
    journal.close()
    #expect(journal.rotate(within: 10) == nil)
    var options = JournalOptions()
    options.lastNumberRead = 11
    let again = try Samples.journal(files, options)
    defer { again.close() }
    #expect(again.recovery.missing == 0)
    #expect(again.recovery.nextNumber == 12)
  }

  @Test("numbers never fall behind what a store has read, even when the files are gone")
  func numbersGoOn() throws {
    defer { cleanUp() }
    var options = JournalOptions()
    options.lastNumberRead = 1_000
    let journal = try Samples.journal(files, options)
    defer { journal.close() }
    #expect(journal.append(Samples.record(1, 1)))
    #expect(journal.flush(within: 10_000))
    var reader = journal.reader(after: 1_000)
    #expect(try reader.next()?.number == 1_001)
  }
}
