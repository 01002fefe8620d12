import Foundation
import Journal
import PostgresStore
import Records
import Storage

/// What the stores take in beside a floor of the same run, and how quickly they answer when they hold a year.
struct StoreBench {
  let folder: String
  let postgres: String

  /// The projection's batches into PostgreSQL, from memory, beside `COPY` of the same rows. The database is emptied.
  func takeIn(_ count: Int) throws -> Bool {
    let store = try fresh()
    let records = BenchCalls.records(count)
    let bulk = PostgresBulk(store)
    let floor = try bulk.copyRate(records)
    let start = MonotonicNanoseconds.now
    try YearOfCalls.apply(records, to: store)
    let rate = Double(records.count) / (Double(MonotonicNanoseconds.now - start) / 1e9)
    let isEnough = rate >= 20_000 && rate >= 0.3 * floor
    print(
      """
      projection into PostgreSQL, \(count) records of 1000 calls at a time
        stored                  \(Int(rate)) records/s   (at least 20000)
        floor: COPY of the rows \(Int(floor)) records/s   (the projection: \(Int(rate * 100 / floor)) %, at least 30)
        \(isEnough ? "enough" : "NOT ENOUGH")
      """)
    return isEnough
  }

  /// Both stores with so many segments: a year of a thousand calls a day has 8 million.
  func year(_ segments: Int) throws -> Bool {
    print("a year of calls, \(segments) segments")
    let postgres = try fresh()
    let first = try ReadingBench(postgres, label: "postgres").run(try PostgresBulk(postgres).fill(segments))
    try PostgresBulk.empty(postgres)
    let sqlite = try CallStore(path: "\(folder)/year.sqlite")
    let second = try ReadingBench(sqlite, label: "sqlite").run(
      try YearOfCalls.fill(sqlite, segments: segments))
    return first && second
  }

  private func fresh() throws -> PostgresStore {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let store = PostgresStore(PostgresOptions(url: postgres, statementTimeoutMs: 0))
    _ = try store.migrate(to: 0)
    _ = try store.migrate(to: nil)
    return store
  }
}
