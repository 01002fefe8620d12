import Audio
import Foundation
import Records

/// Calls as they come in: a summary, then turns with words, timings and events, and the summary of its end.
enum BenchCalls {
  static let vocabulary = (0..<2_000).map { number in
    ["call", "back", "price", "order", "number", "today", "please", "thank", "appointment", "address"][
      number % 10]
      + (number < 10 ? "" : String(number))
  }

  /// Of a thousand calls at a time, one record of each after the other, as a journal has them.
  static func records(_ count: Int) -> [ProjectedRecord] {
    var records: [ProjectedRecord] = []
    records.reserveCapacity(count)
    let now = UInt64(Date().timeIntervalSince1970 * 1_000)
    var first = 0
    while records.count < count {
      let calls = (first..<first + 1_000).map { call -> (CallID, [StoreRecord]) in
        let id = CallID(unixMilliseconds: now &+ UInt64(call), random: UInt64(call), UInt64(call))
        return (id, Self.call(id, seed: call))
      }
      for sequence in 0..<(calls.first?.1.count ?? 0) {
        for (id, contents) in calls {
          records.append(
            ProjectedRecord(
              number: UInt64(records.count + 1), call: id, sequence: UInt32(sequence),
              contents: [contents[sequence]]))
        }
      }
      first += 1_000
    }
    return Array(records.prefix(count))
  }

  static func text(_ seed: Int) -> String {
    (0..<12).map { word in
      // Few words are frequent and many are rare, as in speech.
      let chance = Double((seed &* 7_919 &+ word &* 104_729) % 10_007) / 10_007
      return vocabulary[Int(chance * chance * chance * Double(vocabulary.count - 1))]
    }.joined(separator: " ")
  }

  static func turn(_ call: CallID, _ sequence: Int, seed: Int) -> TurnRecord {
    TurnRecord(
      call: call, sequence: sequence, speaker: sequence % 2 == 0 ? .agent : .caller, text: text(seed),
      start: .seconds(Int64(sequence)), end: .seconds(Int64(sequence + 1)), confidence: 0.9)
  }

  static func call(_ id: CallID, seed: Int) -> [StoreRecord] {
    var records: [StoreRecord] = [
      .call(
        CallSummary(
          id: id, direction: .inbound, agent: "lead", from: "+1555\(seed % 50_000)", to: "+15550100000",
          codec: "PCMU", startedMs: Int64(id.unixMilliseconds)))
    ]
    for turn in 0..<20 {
      records.append(.turn(Self.turn(id, turn * 3 + 2, seed: seed &* 31 &+ turn)))
      records.append(
        .event(CallEventRecord(call: id, sequence: turn * 3 + 3, at: .seconds(Int64(turn)), kind: "endpoint"))
      )
      if turn % 2 == 0 {
        let ms = MediaTime.milliseconds(100)
        records.append(
          .timing(
            TurnTimingRecord(
              call: id, turn: turn / 2 + 1, endpointing: ms, recognition: ms, reply: ms, synthesis: ms,
              voiceToVoice: ms)))
      }
    }
    records.append(
      .call(CallSummary(id: id, endedMs: Int64(id.unixMilliseconds) + 60_000, outcome: "qualified")))
    return records
  }
}
