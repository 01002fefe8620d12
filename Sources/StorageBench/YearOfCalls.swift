import Audio
import Foundation
import Records

/// A year of calls, put into a store through its own front door.
enum YearOfCalls {
  static let segmentsPerCall = 22
  private static let batch = 8_192

  /// Turns of calls spread evenly over a year; gives some of the calls.
  static func fill(_ store: any RecordStore, segments: Int) throws -> [CallID] {
    let calls = segments / segmentsPerCall
    var sample: [CallID] = []
    var number: UInt64 = 0
    let now = UInt64(Date().timeIntervalSince1970 * 1_000)
    var records: [ProjectedRecord] = []
    for call in 0..<calls {
      let age = UInt64(Double(calls - call) / Double(calls) * 365 * 86_400_000)
      let id = CallID(unixMilliseconds: now - age, random: UInt64(call), UInt64(call))
      if call % max(1, calls / 200) == 0 { sample.append(id) }
      records.append(
        ProjectedRecord(
          number: number + 1, call: id, sequence: 0,
          contents: [
            .call(CallSummary(id: id, agent: "lead", from: "+1555\(call % 50_000)", to: "+15550100000"))
          ]))
      for turn in 0..<segmentsPerCall {
        records.append(
          ProjectedRecord(
            number: number + UInt64(turn) + 2, call: id, sequence: UInt32(turn + 1),
            contents: [.turn(BenchCalls.turn(id, turn + 2, seed: call &* 31 &+ turn))]))
      }
      number += UInt64(segmentsPerCall) + 1
      if records.count >= batch {
        try apply(records, to: store)
        records = []
      }
    }
    try apply(records, to: store)
    return sample
  }

  static func apply(_ records: [ProjectedRecord], to store: any RecordStore) throws {
    var rest = records[...]
    while !rest.isEmpty {
      let slice = Array(rest.prefix(batch))
      try store.apply(ProjectedBatch(records: slice, cursor: slice.last?.number ?? 0))
      rest = rest.dropFirst(batch)
    }
  }
}
