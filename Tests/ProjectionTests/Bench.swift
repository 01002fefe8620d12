import Audio
import Foundation
import Journal
import Projection
import Records
import Storage

/// A folder with a journal, removed with it.
final class Bench: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "starling-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func journal(after cursor: UInt64 = 0, segmentBytes: Int = 64 << 20) throws -> Journal {
    var options = JournalOptions()
    options.syncInterval = 1
    options.lastNumberRead = cursor
    options.segmentBytes = segmentBytes
    return try Journal(
      files: SystemJournalFiles(path: "\(path)/journal"), options: options, wallClock: { 0 },
      onEvent: { _ in })
  }

  func store() throws -> CallStore { try CallStore(path: "\(path)/calls.sqlite") }

  var segments: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/journal")) ?? []
    return names.filter { $0.hasSuffix(".journal") }
  }

  static func id(_ number: Int) -> CallID {
    CallID(unixMilliseconds: 1_760_000_000_000 + UInt64(number), random: UInt64(number), 42)
  }

  static func turn(_ call: Int, _ sequence: Int, _ text: String = "hello") -> TurnRecord {
    TurnRecord(
      call: id(call), sequence: sequence, speaker: .caller, text: text, start: .milliseconds(100),
      end: .milliseconds(200))
  }

  static func record(_ call: Int, _ sequence: Int, _ text: String = "hello") -> JournalRecord {
    let contents: [StoreRecord] =
      sequence == 0
      ? [.call(CallSummary(id: id(call), startedMs: 1_760_000_000_000))] : [.turn(turn(call, sequence, text))]
    return CallJournal.record(contents, of: id(call), sequence: UInt32(sequence), wallClockMs: 5)
  }

  static func end(_ call: Int, _ sequence: Int) -> JournalRecord {
    CallJournal.record(
      [.call(CallSummary(id: id(call), endedMs: 9, endReason: "shutdown"))], of: id(call),
      sequence: UInt32(sequence), wallClockMs: 5)
  }

  static var quick: ProjectionLimits {
    var limits = ProjectionLimits()
    limits.pause = 2
    limits.firstRetry = 1
    limits.longestRetry = 4
    limits.removalPause = 0
    return limits
  }
}
