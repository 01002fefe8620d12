import Audio
import Foundation
import Journal
import KeyRing
import Privacy
import Projection
import Recording
import Records
import Redaction
import Storage

/// A data folder with a journal that is projected into SQLite, as an engine has them.
final class House: ErasureSite {
  static let hex = String(repeating: "5a", count: 32)
  let folder: TemporaryFolder
  let ring: KeyRing
  let sealer: CallSealer?
  let journal: Journal
  let store: CallStore
  let projection: Projection

  init(_ folder: TemporaryFolder, isSealing: Bool = true) throws {
    self.folder = folder
    ring = try KeyRing(folder: folder.path, master: isSealing ? MasterKey(Self.hex) : nil)
    sealer = isSealing ? CallSealer(ring: ring) : nil
    store = try CallStore(path: "\(folder.path)/starling.sqlite")
    var options = JournalOptions()
    options.syncInterval = 1
    options.lastNumberRead = try store.cursor()
    journal = try Journal(
      files: SystemJournalFiles(path: "\(folder.path)/journal"), options: options, cipher: sealer,
      wallClock: { 0 }, onEvent: { _ in })
    var limits = ProjectionLimits()
    limits.pause = 2
    projection = Projection(journal: journal, store: store, limits: limits) { _ in }
    _ = projection.catchUp(within: 10_000)
  }

  func settle() -> Bool { journal.flush(within: 10_000) && projection.flush(within: 10_000) }

  func clearJournal() throws -> Int? {
    guard let boundary = journal.rotate(within: 10_000), projection.flush(within: 10_000) else { return nil }
    return try journal.removeRotated(before: boundary) + journal.removeQuarantine()
  }

  func close() {
    _ = projection.stop(within: 10_000)
    journal.close()
  }

  static func id(_ number: Int) -> CallID {
    CallID(unixMilliseconds: 1_760_000_000_000 + UInt64(number), random: UInt64(number), 42)
  }

  /// A call of three records in the journal.
  func call(_ number: Int, from: String, saying text: String) {
    let id = Self.id(number)
    sealer?.callStarted(id, number: from)
    append([.call(CallSummary(id: id, from: from, startedMs: 1))], number, 0)
    append(
      [
        .turn(
          TurnRecord(
            call: id, sequence: 1, speaker: .caller, text: text, start: .milliseconds(1),
            end: .milliseconds(2)))
      ], number, 1)
    append([.call(CallSummary(id: id, endedMs: 9, endReason: "caller_hung_up"))], number, 2)
    if let ended = sealer?.callEnded(id), !ended.isEmpty {
      journal.whenDurable { [sealer] _ in sealer?.forget(ended) }
    }
  }

  private func append(_ contents: [StoreRecord], _ number: Int, _ sequence: UInt32) {
    _ = journal.append(CallJournal.record(contents, of: Self.id(number), sequence: sequence, wallClockMs: 5))
  }

  /// A recording of a call, as the engine makes it.
  func record(_ number: Int, _ samples: [Int16]) throws -> String {
    let suffix = sealer == nil ? "" : RecordingSeal.suffix
    let path = "\(folder.path)/recordings/\(Self.id(number)).wav\(suffix)"
    let recording = try StereoRecording(
      path: path, rate: 8_000, seal: sealer?.recordingSeal(of: Self.id(number)))
    try recording.append(left: samples.span, right: samples.span)
    recording.close()
    return path
  }
}
