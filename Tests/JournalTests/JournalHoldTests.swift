import Foundation
import Journal
import Testing

@Suite("A journal that is held")
struct JournalHoldTests {
  private func folder() -> String { NSTemporaryDirectory() + "starling-hold-" + UUID().uuidString }

  private func journal(_ files: SystemJournalFiles) throws -> Journal {
    var options = JournalOptions()
    options.syncInterval = 0
    options.segmentBytes = 4 << 10
    options.keptSegments = 0
    return try Journal(files: files, options: options, wallClock: { 0 }, onEvent: { _ in })
  }

  @Test("can be read whole though its segments are removed meanwhile, without what is not wanted")
  func removal() throws {
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let files = SystemJournalFiles(path: path)
    let journal = try journal(files)
    for sequence in 0..<400 {
      #expect(journal.append(Samples.record(1, UInt32(sequence))))
      if sequence % 20 == 0 { #expect(journal.flush(within: 5_000)) }
    }
    #expect(journal.flush(within: 5_000))
    let hold = try JournalHold(files: files)
    #expect(try journal.removeSegments(before: 390) > 2)
    let all = try #require(try hold.contents(after: 0))
    #expect(all.identity == journal.identity && all.durableNumber == 400)
    let copy = path + "/copy"
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for (name, file) in all.segments {
      try Data(try file.read(1 << 20, at: 0)).write(to: URL(fileURLWithPath: "\(copy)/\(name)"))
    }
    try Data(all.mark).write(to: URL(fileURLWithPath: "\(copy)/\(JournalContents.markName)"))
    var reader = JournalReader(files: SystemJournalFiles(path: copy))
    var sequences: [UInt32] = []
    while let entry = try reader.next() { sequences.append(entry.record.sequence) }
    #expect(sequences == Array(0..<400) && reader.skipped == 0)
    // Only what can hold a later record, and the last in any case.
    let late = try #require(try hold.contents(after: 380))
    #expect(late.segments.count < all.segments.count && late.segments.last?.name == all.segments.last?.name)
    #expect(try hold.contents(after: .max)?.segments.count == 1)
    journal.close(within: 5_000)
  }

  @Test("of an empty folder holds nothing")
  func empty() throws {
    let path = folder()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try JournalHold(files: SystemJournalFiles(path: path)).contents(after: 0) == nil)
  }
}
