import Foundation
import Journal
import PostgresStore
import Projection
import Records
import Storage
import Synchronization

/// Journal and projection on a data folder, and somebody who records calls of twenty records, ten at a time.
final class RunningStore: Sendable {
  static let recordsPerCall = 20
  let journal: Journal
  let store: any RecordStore
  private let projection: Projection
  private let isStopping = Atomic<Bool>(false)
  private let appended = Atomic<Int>(0)
  private let finished = DispatchSemaphore(value: 0)

  /// - Parameter segmentBytes: small ones are removed while a backup is made.
  init(_ house: DataHouse, segmentBytes: Int = 64 << 10) throws {
    var options = JournalOptions()
    options.syncInterval = 2
    options.segmentBytes = segmentBytes
    if house.kind == .sqlite {
      options.lastNumberRead = try CallStore(path: "\(house.data)/starling.sqlite").cursor()
    }
    journal = try Journal(
      files: SystemJournalFiles(path: "\(house.data)/journal"), options: options, wallClock: { 0 },
      onEvent: { _ in })
    switch house.kind {
    case .sqlite: store = try CallStore(path: "\(house.data)/starling.sqlite")
    case .postgres: store = PostgresStore(PostgresOptions(url: house.url, journal: journal.identity))
    }
    var limits = ProjectionLimits()
    limits.pause = 2
    limits.removalPause = 0
    projection = Projection(journal: journal, store: store, limits: limits) { _ in }
  }

  /// Records from a place in the sequence of all records on, until `stop`.
  func record(from first: Int = 0, pause: Double = 0.0005) {
    let thread = Thread { [self] in
      var number = first
      while !isStopping.load(ordering: .acquiring) {
        let (call, sequence) = Self.place(number)
        _ = journal.append(DataHouse.record(call, sequence))
        number += 1
        appended.store(number - first, ordering: .releasing)
        Thread.sleep(forTimeInterval: pause)
      }
      finished.signal()
    }
    thread.start()
  }

  /// Which record is the `number`-th of all: ten calls at a time.
  static func place(_ number: Int) -> (call: Int, sequence: Int) {
    let group = number / (10 * recordsPerCall)
    let within = number % (10 * recordsPerCall)
    return (group * 10 + within % 10, within / 10)
  }

  func waitFor(_ count: Int) {
    while appended.load(ordering: .acquiring) < count { Thread.sleep(forTimeInterval: 0.002) }
  }

  var count: Int { appended.load(ordering: .acquiring) }

  func catchUp() -> Bool { projection.catchUp(within: 20_000) }

  /// Ends everything.
  func stop(records: Bool = true) {
    isStopping.store(true, ordering: .releasing)
    if records { finished.wait() }
    _ = journal.flush(within: 5_000)
    _ = projection.stop(within: 5_000)
    journal.close(within: 5_000)
  }

  /// How many records of the sequence are stored, when they are a whole beginning of it; nil when one is missing, twice
  /// or too many.
  static func stored(_ store: any RecordStore) throws -> Int? {
    var count = 0
    var calls = 0
    while true {
      guard let progress = try store.progress(of: DataHouse.id(calls)) else { break }
      guard progress.recordCount == Int(progress.lastSequence) + 1 else { return nil }
      calls += 1
      count += progress.recordCount
    }
    // Those that were open got an end by the start: one record more that nobody appended.
    var expected = 0
    for call in 0..<calls {
      guard let transcript = try store.transcript(of: DataHouse.id(call)) else { return nil }
      guard transcript.turns.map(\.sequence) == Array(1..<transcript.turns.count + 1) else { return nil }
      expected += 1 + transcript.turns.count
    }
    // A beginning: the places of its records are all there.
    for number in 0..<expected {
      let (call, sequence) = place(number)
      guard call < calls, let turns = try store.transcript(of: DataHouse.id(call))?.turns,
        sequence <= turns.count
      else { return nil }
    }
    return expected
  }
}
