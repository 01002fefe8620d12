import Audio
import Foundation
import PostgresStore
import Records
import Storage
import Testing

@Suite("Every record store, when time is over")
struct RecordExpiryTests {
  private static let day: Int64 = 86_400_000
  private static let start: Int64 = 1_760_000_000_000
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A call with something of everything, `days` after the start.
  private func id(_ days: Int) -> CallID {
    CallID(unixMilliseconds: UInt64(Self.start + Int64(days) * Self.day), random: UInt64(days), 1)
  }

  private func records(_ days: Int, isOver: Bool = true) -> [StoreRecord] {
    let id = id(days)
    var call = Samples.call(1)
    call.id = id
    call.recordingPath = "recordings/\(id).wav"
    if !isOver { call.endedMs = nil }
    let time = MediaTime.milliseconds(1_000)
    return [
      .call(call),
      .turn(TurnRecord(call: id, sequence: 1, speaker: .caller, text: "secret word", start: time, end: time)),
      .event(CallEventRecord(call: id, sequence: 2, at: time, kind: "dtmf", detail: "1234")),
      .outcome(OutcomeRecord(call: id, sequence: 3, at: time, outcome: "sold", slotsJSON: "{}")),
      .contact(ContactRecord(call: id, number: "+49\(days)", seenMs: Self.start)),
    ]
  }

  private func filled(_ kind: StoreKind, _ days: [Int]) throws -> any RecordStore {
    let store = try kind.make(folder)
    for day in days { try store.write(records(day)) }
    return store
  }

  private func expireAll(_ kind: RetainedKind, _ store: any RecordStore, beforeMs: Int64, limit: Int) throws
    -> [CallID]
  {
    var gone: [CallID] = []
    var page = try store.expired(kind, beforeMs: beforeMs, after: nil, limit: limit)
    while let last = page.last {
      #expect(page.count <= limit)
      try store.expire(kind, of: page.map(\.id))
      gone += page.map(\.id)
      page = try store.expired(kind, beforeMs: beforeMs, after: last.id, limit: limit)
    }
    #expect(try store.expired(kind, beforeMs: beforeMs, after: nil, limit: limit).isEmpty)
    return gone
  }

  @Test(
    "transcripts go with slots and found words; the call, its numbers and its events stay",
    arguments: StoreKind.allCases)
  func transcripts(kind: StoreKind) throws {
    let store = try filled(kind, Array(0..<10))
    let gone = try expireAll(.transcripts, store, beforeMs: Self.start + 4 * Self.day, limit: 3)
    #expect(gone == (0..<4).map(id))
    let first = try #require(try store.transcript(of: id(0)))
    #expect(first.turns.isEmpty && first.events.count == 1 && first.call.slotsJSON == nil)
    #expect(first.call.from == "+4930123456" && first.call.recordingPath != nil)
    #expect(try store.transcript(of: id(4))?.turns.count == 1)
    #expect(try store.call(id(4))?.slotsJSON != nil)
    #expect(try store.search(TextQuery("secret")).turns.count == 6)
    // What comes of the call later is still told from what was there.
    #expect(try store.progress(of: id(0)) != nil)
  }

  @Test("calls go with everything of theirs", arguments: StoreKind.allCases)
  func calls(kind: StoreKind) throws {
    let store = try filled(kind, Array(0..<6))
    #expect(try expireAll(.calls, store, beforeMs: Self.start + 3 * Self.day, limit: 2) == (0..<3).map(id))
    #expect(try store.call(id(2)) == nil && store.transcript(of: id(2)) == nil)
    #expect(try store.contents() == StoreContents(calls: 3, segments: 3, events: 3))
    let page = try store.expired(.calls, beforeMs: .max / 2, after: id(3), limit: 10)
    #expect(page.map(\.id) == [id(4), id(5)])
    #expect(page.first?.recordingPath == "recordings/\(id(4)).wav")
  }

  @Test("events and recordings go alone", arguments: StoreKind.allCases)
  func eventsAndRecordings(kind: StoreKind) throws {
    let store = try filled(kind, [0, 1, 2])
    #expect(try expireAll(.events, store, beforeMs: Self.start + Self.day + 1, limit: 1).count == 2)
    #expect(try store.contents() == StoreContents(calls: 3, segments: 3, events: 1))
    #expect(try expireAll(.recordings, store, beforeMs: Self.start + 1, limit: 1) == [id(0)])
    #expect(try store.call(id(0))?.recordingPath == nil && store.call(id(1))?.recordingPath != nil)
    #expect(try store.expired(.eventLogs, beforeMs: .max / 2, after: nil, limit: 10).isEmpty)
  }

  @Test("a call without an end has a day more, since it may run", arguments: StoreKind.allCases)
  func running(kind: StoreKind) throws {
    let store = try kind.make(folder)
    try store.write(records(0, isOver: false))
    for kind in RetainedKind.allCases {
      #expect(try store.expired(kind, beforeMs: Self.start + Self.day, after: nil, limit: 9).isEmpty)
      guard kind != .eventLogs else { continue }
      let later = try store.expired(kind, beforeMs: Self.start + Self.day + 1, after: nil, limit: 9)
      #expect(later.map(\.id) == [id(0)], "\(kind)")
    }
  }

  @Test("nothing and nonsense change nothing", arguments: StoreKind.allCases)
  func nothing(kind: StoreKind) throws {
    let store = try filled(kind, [0])
    for kind in RetainedKind.allCases {
      try store.expire(kind, of: [])
      try store.expire(kind, of: [Samples.id(999)])
      #expect(try store.expired(kind, beforeMs: .min, after: nil, limit: 0).isEmpty)
      #expect(try store.dropExpired(kind, beforeMs: Self.start) == 0)
    }
    #expect(try store.contents() == StoreContents(calls: 1, segments: 1, events: 1))
  }

  @Test("PostgreSQL drops months that are over as a whole, unless somebody reads them")
  func partitions() throws {
    let made = try StoreKind.postgres()
    let now = Int64(Date().timeIntervalSince1970 * 1_000)
    let old = CallID(unixMilliseconds: UInt64(now - 200 * Self.day), random: 1, 1)
    let time = MediaTime.zero
    for id in [old, CallID(unixMilliseconds: UInt64(now), random: 2, 2)] {
      try made.store.write([
        .call(CallSummary(id: id, startedMs: now, endedMs: now)),
        .turn(TurnRecord(call: id, sequence: 1, speaker: .caller, text: "x", start: time, end: time)),
      ])
    }
    let tables = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'segments'::regclass"
    let before = try #require(Int(try made.server.sql(tables, in: made.database)))
    #expect(try made.store.dropExpired(.transcripts, beforeMs: now - 100 * Self.day) == 1)
    #expect(Int(try made.server.sql(tables, in: made.database)) == before - 1)
    #expect(try made.store.contents().segments == 1)
    #expect(try made.store.dropExpired(.transcripts, beforeMs: now - 100 * Self.day) == 0)
    // A late record of that month finds a place.
    try made.store.write([
      .turn(TurnRecord(call: old, sequence: 2, speaker: .agent, text: "y", start: time, end: time))
    ])
    #expect(try made.store.contents().segments == 2)
  }

  @Test("PostgreSQL's programs are told the password where nobody sees it")
  func programAddress() throws {
    var options = PostgresOptions(url: "postgres://ann:se%20cret@db:5433/ca'lls?sslmode=require")
    let address = try options.programAddress()
    #expect(!address.argument.contains("cret"))
    #expect(address.environment["PGPASSWORD"] == "se cret")
    for part in ["host='db'", "port='5433'", "user='ann'", "dbname='ca\\'lls'", "sslmode='require'"] {
      #expect(address.argument.contains(part))
    }
    try "from file\nx".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
    options = PostgresOptions(url: "postgres://ann@db/calls", passwordFile: folder.file("password"))
    #expect(try options.programAddress().environment["PGPASSWORD"] == "from file")
    #expect(throws: StoreError.self) {
      try PostgresOptions(url: "postgres://ann@db/calls?nonsense=1").programAddress()
    }
  }
}
