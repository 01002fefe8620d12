import Audio
import Foundation
import Journal
import Projection
import Records
import Storage

/// The projection of a journal that is full into an empty SQLite database, beside plain inserts of the same rows.
struct ProjectionBench {
  let folder: String
  let records: Int
  /// Calls that go on at the same time, and records that each has.
  private static let concurrentCalls = 1_000
  private static let recordsPerCall = 20

  func run() throws -> ProjectionBenchResults {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var results = ProjectionBenchResults()
    results.records = records
    let journal = try fill()
    let store = try CallStore(path: "\(folder)/projected.sqlite")
    let start = MonotonicNanoseconds.now
    let projection = Projection(journal: journal, store: store) { _ in }
    guard projection.catchUp(within: 120_000) else { throw BenchFailure.notDurable }
    results.recordsPerSecond = Self.rate(records, since: start)
    let statistics = projection.statistics
    guard statistics.applied >= records else { throw BenchFailure.lost(records - statistics.applied) }
    results.transactions = statistics.transactions
    _ = projection.stop(within: 10_000)
    try decoding(&results)
    journal.close()
    try FileManager.default.removeItem(atPath: "\(folder)/journal")
    try floor(&results)
    return results
  }

  private static func rate(_ count: Int, since start: Int64) -> Double {
    Double(count) / (Double(MonotonicNanoseconds.now - start) / 1e9)
  }

  private func fill() throws -> Journal {
    let journal = try Journal(
      files: SystemJournalFiles(path: "\(folder)/journal"), wallClock: { 0 }, onEvent: { _ in })
    for index in 0..<records {
      while !journal.health.isAccepting { usleep(200) }
      let (call, sequence) = Self.place(index)
      let record = CallJournal.record(
        [Self.content(call, sequence)], of: call, sequence: UInt32(sequence), wallClockMs: 0)
      guard journal.append(record) else { throw BenchFailure.lost(1) }
    }
    guard journal.flush(within: 60_000) else { throw BenchFailure.notDurable }
    return journal
  }

  /// Calls that come in at the same time, one record of each after the other.
  private static func place(_ index: Int) -> (CallID, Int) {
    let (group, inGroup) = index.quotientAndRemainder(dividingBy: concurrentCalls * recordsPerCall)
    let (sequence, call) = inGroup.quotientAndRemainder(dividingBy: concurrentCalls)
    let number = UInt64(group * concurrentCalls + call)
    return (CallID(unixMilliseconds: 1_760_000_000_000 + number, random: number, number), sequence)
  }

  /// A start, turns, their timings, and an end, as a call has them.
  private static func content(_ call: CallID, _ sequence: Int) -> StoreRecord {
    if sequence == 0 {
      return .call(
        CallSummary(
          id: call, direction: .inbound, agent: "lead", from: "+15550100017", to: "+15550100042",
          carrierCallID: "v3:\(call)", codec: "PCMU", startedMs: 1_760_000_000_000))
    }
    if sequence == recordsPerCall - 1 {
      return .call(CallSummary(id: call, endedMs: 1_760_000_060_000, endReason: "caller_hung_up"))
    }
    let start = MediaTime.milliseconds(Int64(sequence) * 1_000)
    if sequence % 3 == 0 {
      return .timing(
        TurnTimingRecord(
          call: call, turn: sequence / 3, endpointing: .milliseconds(200), recognition: .milliseconds(50),
          reply: .milliseconds(110), synthesis: .milliseconds(50), voiceToVoice: .milliseconds(410)))
    }
    let text = "I would like to know whether the flat with two rooms is still to be had, number \(sequence)."
    return .turn(
      TurnRecord(
        call: call, sequence: sequence, speaker: sequence % 3 == 1 ? .caller : .agent, text: text,
        heardText: sequence % 3 == 1 ? nil : text, start: start, end: start + .milliseconds(900)))
  }

  /// What reading and decoding take of it.
  private func decoding(_ results: inout ProjectionBenchResults) throws {
    let start = MonotonicNanoseconds.now
    var reader = JournalReader(files: SystemJournalFiles(path: "\(folder)/journal"))
    var count = 0
    while let entry = try reader.next() {
      count += try StoreRecordCodec.decode(entry.record.payload, of: entry.record.call).count
    }
    results.decodedPerSecond = Self.rate(count, since: start)
  }

  /// The same records in batches of the same size, from memory: no journal, no codec.
  private func floor(_ results: inout ProjectionBenchResults) throws {
    let store = try CallStore(path: "\(folder)/floor.sqlite")
    let contents = (0..<records).map { index in
      let (call, sequence) = Self.place(index)
      return ProjectedRecord(
        number: UInt64(index + 1), call: call, sequence: UInt32(sequence),
        contents: [Self.content(call, sequence)])
    }
    let start = MonotonicNanoseconds.now
    try YearOfCalls.apply(contents, to: store)
    results.floorPerSecond = Self.rate(records, since: start)
  }
}
