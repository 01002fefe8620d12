import Audio
import Foundation
import Journal
import Projection
import Records
import Storage
import Testing

@Suite("Projection", .timeLimit(.minutes(1)))
struct ProjectionTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private func start(
    _ journal: Journal, _ store: any RecordSink, _ limits: ProjectionLimits = Bench.quick,
    _ events: EventList = EventList()
  ) -> Projection {
    Projection(journal: journal, store: store, limits: limits) { events.add($0) }
  }

  /// Everything appended is durable and stored.
  private func settle(_ journal: Journal, _ projection: Projection) {
    #expect(journal.flush(within: 20_000))
    #expect(projection.flush(within: 20_000))
  }

  @Test("records arrive once, in the journal's order, at most a batch in a transaction")
  func order() throws {
    let journal = try bench.journal()
    let store = MemoryStore()
    var limits = Bench.quick
    limits.batch = 100
    for sequence in 0..<5_000 { #expect(journal.append(Bench.record(sequence % 7, sequence / 7))) }
    #expect(journal.flush(within: 20_000))
    let projection = start(journal, store, limits)
    settle(journal, projection)
    let isInOrder = store.now.records.map(\.number) == Array(1...5_000)
    #expect(isInOrder)
    #expect(store.now.largestBatch <= 100)
    #expect(store.now.cursor == 5_000)
    #expect(projection.statistics.applied == 5_000)
    #expect(projection.lag == ProjectionLag.none)
  }

  @Test("how long each record took from its append to its row is counted, a store's failing included")
  func storingLag() async throws {
    let journal = try bench.journal()
    let store = MemoryStore()
    store.change { $0.failure = .busy }
    let projection = start(journal, store)
    let began = MonotonicNanoseconds.now
    for sequence in 0..<500 { #expect(journal.append(Bench.record(1, sequence))) }
    while store.now.attempts < 5 { try await Task.sleep(for: .milliseconds(2)) }
    store.change { $0.failure = nil }
    settle(journal, projection)
    let lag = projection.statistics.storingLag
    #expect(lag.count == 500)
    #expect(lag.longest > 0)
    #expect(lag.longest <= MonotonicNanoseconds.now - began)
  }

  @Test("records are stored soon without anybody asking")
  func withoutFlush() async throws {
    let journal = try bench.journal()
    let store = MemoryStore()
    let projection = start(journal, store)
    #expect(journal.append(Bench.record(1, 0)))
    while store.now.records.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
    withExtendedLifetime(projection) {}
  }

  @Test("a store that fails costs nothing but time: everything is there, once and in order, when it mends")
  func retries() async throws {
    let journal = try bench.journal()
    let store = MemoryStore()
    let events = EventList()
    let projection = start(journal, store, Bench.quick, events)
    store.change { $0.failure = .diskFull }
    for sequence in 0..<100 { #expect(journal.append(Bench.record(1, sequence))) }
    #expect(journal.flush(within: 20_000))
    while store.now.attempts < 5 { try await Task.sleep(for: .milliseconds(2)) }
    #expect(!projection.flush(within: 5))
    #expect(projection.statistics.isFailing)
    #expect(projection.lag.records == 100 && projection.lag.seconds > 0)
    #expect(journal.health.isAccepting)
    store.change { $0.failure = .busy }
    for sequence in 100..<200 { #expect(journal.append(Bench.record(1, sequence))) }
    while !events.all.contains(where: { if case .storeFailing(.busy, _) = $0 { true } else { false } }) {
      try await Task.sleep(for: .milliseconds(2))
    }
    store.change { $0.failure = nil }
    settle(journal, projection)
    #expect(store.now.records.map(\.number) == Array(1...200))
    #expect(!projection.statistics.isFailing)
    let told = events.all.filter { if case .storeFailing = $0 { true } else { false } }
    #expect(told.count == 2, "each error in a row is told once")
  }

  @Test("a real database whose disk is full, then has room, has everything")
  func fullDatabase() async throws {
    let journal = try bench.journal()
    let store = try bench.store()
    try store.limitSize(pages: 60)
    let projection = start(journal, store)
    let text = String(repeating: "word ", count: 800)
    for sequence in 0..<200 { #expect(journal.append(Bench.record(1, sequence, text))) }
    #expect(journal.flush(within: 20_000))
    while !projection.statistics.isFailing { try await Task.sleep(for: .milliseconds(2)) }
    try store.limitSize(pages: 0)
    settle(journal, projection)
    #expect(try store.turns(of: Bench.id(1)).map(\.sequence) == Array(1..<200))
  }

  @Test(
    "a record that the store refuses is parked with its reason, and the others go on",
    arguments: [1, 57, 100])
  func refused(number: UInt64) throws {
    let journal = try bench.journal()
    let store = MemoryStore()
    store.change { $0.refused = number }
    for sequence in 0..<100 { #expect(journal.append(Bench.record(1, sequence))) }
    #expect(journal.flush(within: 20_000))
    let events = EventList()
    let projection = start(journal, store, Bench.quick, events)
    settle(journal, projection)
    #expect(store.now.records.map(\.number) == (1...100).filter { $0 != number })
    let parked = try #require(store.now.parked.first)
    #expect(store.now.parked.count == 1 && parked.number == number)
    #expect(parked.reason == "no")
    #expect(parked.payload == Bench.record(1, Int(number) - 1).payload)
    #expect(events.all == [.parked(parked)])
    #expect(projection.statistics.parked == 1)
    #expect(store.now.attempts < 30, "found by halving")
  }

  @Test("what cannot be decoded is parked: an unknown kind, a later version, noise")
  func undecodable() throws {
    let journal = try bench.journal()
    let store = try bench.store()
    var unknown = Bench.record(1, 1)
    unknown.kind = 77
    var later = Bench.record(1, 2)
    later.payload = [9, 0]
    var noise = Bench.record(1, 3)
    noise.payload = [1, 1, 2, 255]
    for record in [Bench.record(1, 0), unknown, later, noise, Bench.record(1, 4)] {
      #expect(journal.append(record))
    }
    let projection = start(journal, store)
    settle(journal, projection)
    let parked = try store.parked(limit: 1_000)
    #expect(parked.map(\.sequence) == [1, 2, 3])
    #expect(parked.map(\.payload) == [unknown.payload, later.payload, noise.payload])
    #expect(try store.turns(of: Bench.id(1)).map(\.sequence) == [4])
    #expect(projection.statistics.parked == 3)
  }

  @Test("after an end at any record, the next projection goes on: nothing twice, nothing missing")
  func restarts() throws {
    var sequence = 0
    for round in 0..<8 {
      let store = try bench.store()
      let journal = try bench.journal(after: try store.cursor())
      let projection = start(journal, store)
      for _ in 0..<(37 * round) {
        #expect(journal.append(Bench.record(1, sequence)))
        sequence += 1
      }
      #expect(journal.flush(within: 20_000))
      // Sometimes with everything stored, sometimes in the middle.
      _ = projection.stop(within: round % 2 == 0 ? 0 : 20_000)
      journal.close()
      // The ends that a new process gives to calls that are open are records of theirs.
      sequence = Int(try store.progress(of: Bench.id(1))?.lastSequence ?? -1) + 1
      var reader = JournalReader(files: SystemJournalFiles(path: "\(bench.path)/journal"))
      while let entry = try reader.next() { sequence = max(sequence, Int(entry.record.sequence) + 1) }
    }
    let store = try bench.store()
    let journal = try bench.journal(after: try store.cursor())
    let projection = start(journal, store)
    #expect(projection.catchUp(within: 20_000))
    let progress = try #require(try store.progress(of: Bench.id(1)))
    #expect(progress.recordCount == progress.lastSequence + 1)
    #expect(progress.lastSequence + 1 >= sequence)
  }

  @Test("calls that a killed process left open get an end, those of this process do not")
  func orphans() throws {
    do {
      let journal = try bench.journal()
      for record in [
        Bench.record(1, 0), Bench.record(2, 0), Bench.record(1, 1), Bench.record(2, 1), Bench.end(2, 2),
      ] { #expect(journal.append(record)) }
      journal.close()
    }
    let store = try bench.store()
    let events = EventList()
    do {
      let journal = try bench.journal()
      // Comes before the store has what was left; it must not be taken for a call of the process before.
      #expect(journal.append(Bench.record(3, 0)))
      #expect(journal.flush(within: 20_000))
      let projection = start(journal, store, Bench.quick, events)
      #expect(projection.catchUp(within: 20_000))
      #expect(projection.stop(within: 20_000) == 0)
      journal.close()
    }
    let killed = try #require(try store.call(Bench.id(1)))
    #expect(killed.endReason == CallJournal.engineKilled)
    #expect(killed.endedMs == 1_760_000_000_200)
    #expect(try store.events(of: Bench.id(1)).map(\.kind) == ["ended"])
    #expect(try store.progress(of: Bench.id(1))?.lastSequence == 2)
    #expect(try store.call(Bench.id(2))?.endReason == "shutdown")
    #expect(try store.call(Bench.id(3))?.endedMs == nil)
    #expect(events.all == [.closedCalls(count: 1)])
    // Again, with the end of one call durable already: no call gets a second.
    let journal = try bench.journal(after: try store.cursor())
    let projection = start(journal, store)
    #expect(projection.catchUp(within: 20_000))
    #expect(projection.statistics.closedCalls == 1)
    #expect(try store.openCalls().isEmpty)
    #expect(try store.events(of: Bench.id(1)).count == 1)
  }

  @Test("segments go once their records are stored, and stay while the store fails")
  func removal() async throws {
    let journal = try bench.journal(segmentBytes: 4 << 10)
    let store = MemoryStore()
    let projection = start(journal, store)
    store.change { $0.failure = .readOnly }
    for sequence in 0..<2_000 { #expect(journal.append(Bench.record(1, sequence))) }
    #expect(journal.flush(within: 20_000))
    let before = bench.segments.count
    #expect(before > 4)
    while store.now.attempts < 3 { try await Task.sleep(for: .milliseconds(2)) }
    #expect(bench.segments.count == before)
    store.change { $0.failure = nil }
    settle(journal, projection)
    #expect(projection.stop(within: 20_000) == 0)
    #expect(bench.segments.count <= 2)
    #expect(projection.statistics.segmentsRemoved == before - bench.segments.count)
  }

  @Test("stopping over a broken store ends in time, and says how many records remain")
  func stopWhileFailing() throws {
    let journal = try bench.journal()
    let store = MemoryStore()
    store.change { $0.failure = .diskFull }
    let projection = start(journal, store)
    for sequence in 0..<30 { #expect(journal.append(Bench.record(1, sequence))) }
    #expect(journal.flush(within: 20_000))
    #expect(projection.stop(within: 20) == 30)
    #expect(journal.append(Bench.record(1, 30)))
    #expect(!projection.flush(within: 1) || store.now.records.isEmpty)
  }

  @Test("a store that holds more of a call than the journal brings takes nothing twice")
  func storeAhead() throws {
    let store = try bench.store()
    do {
      let journal = try bench.journal()
      for sequence in 0..<10 { #expect(journal.append(Bench.record(1, sequence))) }
      let projection = start(journal, store)
      settle(journal, projection)
      _ = projection.stop(within: 20_000)
      journal.close()
    }
    // The journal's folder is lost: its numbers go on behind the store's place.
    try FileManager.default.removeItem(atPath: "\(bench.path)/journal")
    let journal = try bench.journal(after: try store.cursor())
    let projection = start(journal, store)
    #expect(projection.catchUp(within: 20_000))
    #expect(journal.append(Bench.record(2, 0)))
    settle(journal, projection)
    #expect(try store.progress(of: Bench.id(2))?.recordCount == 1)
    #expect(try store.progress(of: Bench.id(1))?.recordCount == 11, "ten, and its end")
  }

  @Test("damage in the middle of the journal costs what is damaged, is told, and no more")
  func damage() throws {
    do {
      let journal = try bench.journal()
      for sequence in 0..<100 { #expect(journal.append(Bench.record(1, sequence))) }
      journal.close()
    }
    let name = try #require(bench.segments.first)
    let url = URL(fileURLWithPath: "\(bench.path)/journal/\(name)")
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 0xff
    try bytes.write(to: url)
    let journal = try bench.journal()
    let store = try bench.store()
    let events = EventList()
    let projection = start(journal, store, Bench.quick, events)
    #expect(projection.catchUp(within: 20_000))
    #expect(try store.turns(of: Bench.id(1)).count == 98)
    #expect(projection.statistics.unreadable == 1)
    #expect(projection.statistics.missing == 1)
    #expect(events.all.contains(.unreadable(count: 1)))
  }
}

extension ProjectionLag {
  fileprivate static var none: ProjectionLag { ProjectionLag(records: 0, seconds: 0) }
}
