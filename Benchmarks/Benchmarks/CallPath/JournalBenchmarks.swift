import Audio
import Benchmark
import Foundation
import Journal

/// What handing a record to the journal costs the call; its thread writes meanwhile.
func journalBenchmarks() {
  measure("journal append, 200 bytes") { count, begin in
    let call = CallID(unixMilliseconds: 1_700_000_000_000, random: 1, 2)
    let payload = Signal.bytes(200)
    guard let journal = openJournal else { return }
    begin()
    for index in count {
      let record = JournalRecord(
        call: call, sequence: UInt32(truncatingIfNeeded: index), kind: 1, wallClockMilliseconds: 0,
        payload: payload)
      blackHole(journal.append(record))
    }
  }
}

/// One for all samples: opening and closing it would be measured too.
private let openJournal: Journal? = {
  let folder = FileManager.default.temporaryDirectory.path + "/starling-benchmark"
  try? FileManager.default.removeItem(atPath: folder)
  return try? Journal(
    files: SystemJournalFiles(path: folder), options: JournalOptions(), wallClock: { 0 }, onEvent: { _ in })
}()
