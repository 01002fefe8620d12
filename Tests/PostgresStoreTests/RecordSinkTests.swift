import Audio
import Records
import Storage
import Testing

@Suite("Every record store as a sink")
struct RecordSinkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func texts(_ store: any RecordStore, _ call: Int) throws -> [String] {
    try store.transcript(of: Samples.id(call))?.turns.map(\.text) ?? []
  }

  private func record(_ number: UInt64, call: Int, _ sequence: UInt32) -> ProjectedRecord {
    ProjectedRecord(
      number: number, call: Samples.id(call), sequence: sequence,
      contents: [.turn(Samples.turn(call, Int(sequence), .caller, "number \(number)"))])
  }

  @Test(
    "a batch and its place are stored together; applied again it changes nothing",
    arguments: StoreKind.allCases)
  func appliedTwice(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let batch = ProjectedBatch(
      records: [record(1, call: 1, 0), record(2, call: 2, 0), record(3, call: 1, 1)], cursor: 3)
    #expect(try store.cursor() == 0)
    #expect(try store.apply(batch).applied == 3)
    #expect(try store.cursor() == 3)
    let again = try store.apply(batch)
    #expect(again.applied == 0 && again.repeated == 3)
    #expect(try texts(store, 1) == ["number 1", "number 3"])
    let progress = try #require(try store.progress(of: Samples.id(1)))
    #expect(progress.recordCount == 2 && progress.lastSequence == 1)
  }

  @Test(
    "a sequence that is there already is passed over under any number, and gaps are counted",
    arguments: StoreKind.allCases)
  func sequences(kind: StoreKind) throws {
    let store = try kind.make(folder)
    _ = try store.apply(ProjectedBatch(records: [record(1, call: 1, 0), record(2, call: 1, 1)], cursor: 2))
    let counts = try store.apply(
      ProjectedBatch(
        records: [record(3, call: 1, 1), record(4, call: 1, 5), record(5, call: 1, 3)], cursor: 5))
    #expect(counts.applied == 1 && counts.repeated == 2 && counts.missing == 3)
    #expect(try texts(store, 1) == ["number 1", "number 2", "number 4"])
    #expect(try store.cursor() == 5)
  }

  @Test("a batch that does not fit leaves no trace, not even its place")
  func atomicity() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try store.limitSize(pages: 60)
    var long = record(2, call: 1, 1)
    long.contents = [.turn(Samples.turn(1, 1, .caller, String(repeating: "x", count: 1 << 20)))]
    let batch = ProjectedBatch(records: [record(1, call: 1, 0), long], cursor: 2)
    #expect(throws: StoreError.diskFull) { try store.apply(batch) }
    #expect(try store.cursor() == 0)
    #expect(try texts(store, 1).isEmpty)
    try store.limitSize(pages: 0)
    #expect(try store.apply(batch).applied == 2)
  }

  @Test("parked records keep their bytes and their reason", arguments: StoreKind.allCases)
  func parking(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let parked = ParkedRecord(
      number: .max, call: Samples.id(1), sequence: .max, kind: 255, recordedMs: -1, payload: [0, 255, 7],
      reason: "why\0not")
    _ = try store.apply(ProjectedBatch(parked: [parked], cursor: 1))
    var expected = parked
    expected.reason = "why\u{FFFD}not"
    #expect(try store.parked(limit: 10) == [expected])
  }

  @Test("calls without an end are listed with how far they got", arguments: StoreKind.allCases)
  func openCalls(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let ended = CallSummary(id: Samples.id(1), endedMs: 5, endReason: "shutdown")
    let open = CallSummary(id: Samples.id(2), startedMs: 7)
    _ = try store.apply(
      ProjectedBatch(
        records: [
          ProjectedRecord(number: 1, call: ended.id, sequence: 0, contents: [.call(ended)]),
          ProjectedRecord(number: 2, call: open.id, sequence: 0, contents: [.call(open)]),
          record(3, call: 2, 1), record(4, call: 3, 4),
        ], cursor: 4))
    #expect(
      try store.openCalls() == [
        OpenCall(id: Samples.id(2), lastSequence: 1, startedMs: 7, lastMedia: .milliseconds(2_000)),
        OpenCall(id: Samples.id(3), lastSequence: 4, startedMs: nil, lastMedia: .milliseconds(2_000)),
      ])
  }
}
