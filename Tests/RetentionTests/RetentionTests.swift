import Audio
import Foundation
import Records
import Retention
import Storage
import Synchronization
import Testing

@Suite("Retention")
struct RetentionTests {
  private static let day: Int64 = 86_400_000
  private let folder: TemporaryFolder
  private let store: CallStore
  private let nowMs = Int64(Date().timeIntervalSince1970 * 1_000)

  init() throws {
    folder = try TemporaryFolder()
    store = try CallStore(path: folder.file("calls.sqlite"))
    for name in ["recordings", "event-logs"] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: true)
    }
  }

  private var folders: RetentionFolders {
    RetentionFolders(recordings: folder.file("recordings"), eventLogs: folder.file("event-logs"))
  }

  private func id(daysAgo days: Int) -> CallID {
    CallID(unixMilliseconds: UInt64(nowMs - Int64(days) * Self.day), random: 1, UInt64(days))
  }

  /// A call of so many days ago, with two files that were last written to then.
  private func add(daysAgo days: Int, toStore: Bool = true) throws {
    let id = id(daysAgo: days)
    let recording = folder.file("recordings/\(id).wav")
    for path in [recording, folder.file("event-logs/\(id).events.log")] { try touch(path, daysAgo: days) }
    guard toStore else { return }
    try store.write([
      .call(CallSummary(id: id, startedMs: nowMs, endedMs: nowMs, recordingPath: recording)),
      .turn(TurnRecord(call: id, sequence: 1, speaker: .caller, text: "x", start: .zero, end: .zero)),
    ])
  }

  private func touch(_ path: String, daysAgo days: Int) throws {
    try "sound".write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(nowMs) / 1_000 - Double(days) * 86_400)],
      ofItemAtPath: path)
  }

  private func names(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file(name)).sorted()
  }

  private func run(_ policy: String, batch: Int = 2) throws -> [RetainedKind: Int] {
    var limits = RetentionRun.Limits()
    limits.batch = batch
    let run = RetentionRun(
      try #require(RetentionPolicy(policy)), store: store, folders: folders, limits: limits)
    let expected = try run.count(nowMs: nowMs)
    var removed: [RetainedKind: Int] = [:]
    try run.remove(nowMs: nowMs) {
      removed[$0, default: 0] += $1
    } failed: {
      Issue.record("\($0)")
    }
    #expect(removed == expected.filter { $0.value > 0 })
    #expect(try run.count(nowMs: nowMs).values.allSatisfy { $0 == 0 })
    return removed
  }

  @Test("removes each kind at its own time, in batches, and says beforehand how much")
  func kinds() throws {
    for days in [0, 1, 5, 10, 20, 40, 100] { try add(daysAgo: days) }
    try add(daysAgo: 50, toStore: false)
    try touch(folder.file("recordings/readme.txt"), daysAgo: 1_000)
    let removed = try run("transcripts=30d,recordings=7d,event-logs=1h,calls=90d")
    #expect(removed == [.calls: 1, .transcripts: 1, .recordings: 4, .eventLogs: 7])
    #expect(try names("recordings").count == 4)
    #expect(try names("event-logs") == ["\(id(daysAgo: 0)).events.log"])
    #expect(try store.contents().calls == 6)
    #expect(try store.call(id(daysAgo: 5))?.recordingPath != nil)
    #expect(try store.call(id(daysAgo: 10))?.recordingPath == nil)
    #expect(try store.transcript(of: id(daysAgo: 40))?.turns.isEmpty == true)
  }

  @Test("leaves a file that is still written to, whatever its call's time")
  func openFile() throws {
    try add(daysAgo: 9, toStore: false)
    try touch(folder.file("recordings/\(id(daysAgo: 9)).wav"), daysAgo: 0)
    #expect(try run("recordings=1d") == [:])
    #expect(try names("recordings").count == 1)
  }

  @Test("goes on when a file cannot be removed, and does not forget it")
  func stuckFile() throws {
    for days in [5, 6, 7] { try add(daysAgo: days) }
    let stuck = folder.file("recordings/\(id(daysAgo: 6)).wav")
    // A folder that is not empty cannot be unlinked.
    try FileManager.default.removeItem(atPath: stuck)
    try FileManager.default.createDirectory(atPath: stuck + "/x", withIntermediateDirectories: true)
    var failures: [String] = []
    let policy = try #require(RetentionPolicy("recordings=1d"))
    let run = RetentionRun(policy, store: store, folders: folders)
    var count = 0
    try run.remove(nowMs: nowMs) {
      count += $1
    } failed: {
      failures.append($0)
    }
    #expect(count == 2 && failures == [stuck])
    #expect(try store.call(id(daysAgo: 6))?.recordingPath == stuck)
  }

  @Test("stops between two batches when it is told to")
  func stopping() throws {
    for days in 1...9 { try add(daysAgo: days) }
    let batches = Mutex(0)
    var limits = RetentionRun.Limits()
    limits.batch = 1
    limits.pause = {
      batches.withLock { count in
        count += 1
        return count < 4
      }
    }
    let policy = try #require(RetentionPolicy("transcripts=1h"))
    let run = RetentionRun(policy, store: store, folders: folders, limits: limits)
    try run.remove(nowMs: nowMs) { _, _ in
    } failed: { _ in
    }
    #expect(try store.contents().segments == 6)
  }

  @Test("runs beside a server at its start and again, counts, and ends at once")
  func job() throws {
    try add(daysAgo: 3)
    var times = RetentionJob.Times()
    times.interval = 0.02
    times.pause = 0
    let job = RetentionJob(
      try #require(RetentionPolicy("transcripts=1d")), store: store, folders: folders,
      times: times
    ) { Issue.record("\($0)") }
    for _ in 0..<500 where job.removed != [.transcripts: 1] {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(job.removed == [.transcripts: 1])
    try add(daysAgo: 4)
    for _ in 0..<500 where job.removed != [.transcripts: 2] {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(job.removed == [.transcripts: 2])
    job.stop(within: 5_000)
    try add(daysAgo: 5)
    Thread.sleep(forTimeInterval: 0.1)
    #expect(job.removed == [.transcripts: 2])
    let idle = RetentionJob(RetentionPolicy(), store: store, folders: folders) { _ in }
    idle.stop(within: 5_000)
    #expect(idle.removed.isEmpty)
  }
}
