import Audio
import Dispatch
import Foundation
import PostgresStore
import Records
import Synchronization
import Testing

@Suite("PostgreSQL when it fails")
struct PostgresFaultTests {
  private func turns(_ numbers: ClosedRange<Int>, text: String = "hello") -> ProjectedBatch {
    ProjectedBatch(
      records: numbers.map {
        ProjectedRecord(
          number: UInt64($0), call: Samples.id(1), sequence: UInt32($0),
          contents: [.turn(Samples.turn(1, $0, .caller, text))])
      }, cursor: UInt64(numbers.upperBound))
  }

  /// Applies until it is done, as whoever carries a journal's records does.
  private func insist(_ store: PostgresStore, _ batch: ProjectedBatch) throws -> Int {
    var failures = 0
    while true {
      do throws(StoreError) {
        try store.apply(batch)
        return failures
      } catch {
        failures += 1
        guard failures < 10_000 else { throw error }
        usleep(2_000)
      }
    }
  }

  @Test("with connections cut in the middle of batches, every record is there once and in order")
  func cutConnections() throws {
    let (store, server, database) = try StoreKind.postgres()
    let isDone = Mutex(false)
    let hasStopped = DispatchSemaphore(value: 0)
    let killer = Thread {
      while !isDone.withLock({ $0 }) {
        _ = try? server.sql(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '\(database)' AND application_name = 'starling'
          """)
        // Time for a batch or two.
        usleep(20_000)
      }
      hasStopped.signal()
    }
    killer.start()
    var failures = 0
    for first in stride(from: 1, to: 20_000, by: 500) {
      failures += try insist(store, turns(first...first + 499))
    }
    isDone.withLock { $0 = true }
    hasStopped.wait()
    #expect(failures > 0)
    _ = try insist(store, turns(20_000...20_000))
    let text = try server.sql(
      "SELECT count(*), min(sequence), max(sequence) FROM segments", in: database)
    #expect(text == "20000|1|20000")
    #expect(try store.cursor() == 20_000)
  }

  @Test("with a server that crashes and starts again in mid-work, every record is there once and in order")
  func serverRestarts() throws {
    let server = try PostgresServer()
    let database = try server.makeDatabase()
    let store = PostgresStore(PostgresOptions(url: server.url(database)))
    _ = try store.migrate(to: nil)
    let isDone = Mutex(false)
    let hasStopped = DispatchSemaphore(value: 0)
    let restarts = Mutex(0)
    let crasher = Thread {
      while !isDone.withLock({ $0 }) || restarts.withLock({ $0 }) == 0 {
        try? server.stop()
        try? server.start()
        restarts.withLock { $0 += 1 }
        // Time for some batches.
        usleep(200_000)
      }
      hasStopped.signal()
    }
    crasher.start()
    var last = 0
    while last < 10_000 || restarts.withLock({ $0 }) < 3 {
      _ = try insist(store, turns(last + 1...last + 500))
      last += 500
    }
    isDone.withLock { $0 = true }
    hasStopped.wait()
    let text = try server.sql("SELECT count(*), min(sequence), max(sequence) FROM segments", in: database)
    #expect(text == "\(last)|1|\(last)")
    #expect(try store.cursor() == UInt64(last))
  }

  @Test("two that apply the same journal at once store every record once")
  func twoWriters() throws {
    let (store, server, database) = try StoreKind.postgres()
    let other = PostgresStore(store.options)
    let group = DispatchGroup()
    for writer in [store, other] {
      group.enter()
      Thread {
        for first in stride(from: 1, to: 2_000, by: 100) {
          _ = try? insist(writer, turns(first...first + 99))
        }
        group.leave()
      }.start()
    }
    group.wait()
    #expect(try server.sql("SELECT count(*) FROM segments", in: database) == "2000")
    #expect(try store.cursor() == 2_000)
  }

  @Test("a record that the database refuses is said to be at fault, and nothing of its batch is stored")
  func poison() throws {
    let (store, server, database) = try StoreKind.postgres()
    try server.sql("ALTER TABLE segments ADD CHECK (text <> 'poison')", in: database)
    let error = #expect(throws: StoreError.self) { try store.apply(turns(1...3, text: "poison")) }
    guard case .rejected(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("23514"))
    #expect(try store.cursor() == 0)
    #expect(try store.apply(turns(1...3)).applied == 3)
  }

  @Test("an engine under another one's name is told so, and stores nothing")
  func sameName() throws {
    let (store, _, _) = try StoreKind.postgres()
    let other = PostgresStore(store.options)
    try store.apply(turns(1...2))
    _ = try other.cursor()
    try store.apply(turns(3...4))
    let error = #expect(throws: StoreError.self) { try other.apply(turns(5...6)) }
    guard case .conflict = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try store.cursor() == 4)
  }

  @Test("a read-only database keeps the records waiting, and takes them afterwards")
  func readOnly() throws {
    let (store, server, database) = try StoreKind.postgres()
    try server.sql("ALTER DATABASE \(database) SET default_transaction_read_only = on")
    let fresh = PostgresStore(store.options)
    #expect(throws: StoreError.readOnly) { try fresh.apply(turns(1...3)) }
    try server.sql("ALTER DATABASE \(database) SET default_transaction_read_only = off")
    #expect(try PostgresStore(store.options).apply(turns(1...3)).applied == 3)
  }

  @Test("a statement that takes too long is given up, and works later")
  func statementTimeout() throws {
    let (standard, server, database) = try StoreKind.postgres()
    var options = standard.options
    options.statementTimeoutMs = 200
    let store = PostgresStore(options)
    try store.apply(turns(1...1))
    let locker = Thread {
      _ = try? server.sql("BEGIN; LOCK TABLE segments; SELECT pg_sleep(2); COMMIT", in: database)
    }
    locker.start()
    while try server.sql(
      "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'segments'::regclass",
      in: database) == "0"
    {}
    #expect(throws: StoreError.busy) { try store.apply(turns(2...2)) }
    #expect(try insist(standard, turns(2...2)) >= 0)
    #expect(try standard.cursor() == 2)
  }

  @Test("rows go to their month's partition; those that a clock dated far away to the default one")
  func partitions() throws {
    let (store, server, database) = try StoreKind.postgres()
    let now = UInt64(Date().timeIntervalSince1970 * 1_000)
    for ms in [now, now - 40 * 86_400_000, 1_000, now + 400 * 86_400_000] {
      let call = CallID(unixMilliseconds: ms, random: 1, 1)
      try store.write([
        .turn(TurnRecord(call: call, sequence: 1, speaker: .caller, text: "x", start: .zero, end: .zero)),
        .event(CallEventRecord(call: call, sequence: 1, at: .zero, kind: "k")),
      ])
    }
    for table in ["segments", "events"] {
      #expect(try server.sql("SELECT count(*) FROM \(table)_default", in: database) == "2")
      #expect(try server.sql("SELECT count(*) FROM \(table)", in: database) == "4")
    }
  }
}
