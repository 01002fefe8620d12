import Audio
import Foundation
import Storage
import Synchronization
import Testing

@Suite("Store writer", .timeLimit(.minutes(1)))
struct StoreWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("records arrive in the order in which they were submitted, many in a transaction")
  func order() async {
    let sink = MemorySink()
    let writer = StoreWriter(sink: sink)
    for number in 0..<10_000 { writer.submit(.turn(Records.turn(1, number))) }
    #expect(await writer.flush())
    #expect(sink.sequences == Array(0..<10_000))
    let statistics = writer.statistics
    #expect(statistics.submitted == 10_000 && statistics.written == 10_000)
    #expect(statistics.pending == 0 && statistics.refused == 0)
    #expect(statistics.transactions < 100)
  }

  @Test("from many threads nothing is lost, and each thread's records keep their order")
  func manyThreads() async {
    let sink = MemorySink()
    let writer = StoreWriter(sink: sink)
    await withTaskGroup { group in
      for call in 0..<8 {
        group.addTask { for number in 0..<1_000 { writer.submit(.turn(Records.turn(call, number))) } }
      }
    }
    #expect(await writer.flush())
    for call in 0..<8 { #expect(sink.sequences(of: Records.id(call)) == Array(0..<1_000)) }
  }

  @Test("records are written soon without anybody asking")
  func withoutFlush() async {
    let arrived = AsyncStream.makeStream(of: Int.self)
    let sink = MemorySink { arrived.continuation.yield($0.count) }
    let writer = StoreWriter(sink: sink)
    writer.submit(.turn(Records.turn(1, 1)))
    for await count in arrived.stream {
      #expect(count == 1)
      break
    }
    #expect(await writer.flush())
  }

  @Test("a failing store loses nothing: records wait, in order, and go through when it mends")
  func retries() async {
    let sink = MemorySink()
    sink.fail(with: .diskFull)
    let events = EventList()
    let writer = StoreWriter(sink: sink, limits: quick()) { events.add($0) }
    for number in 0..<100 { writer.submit(.turn(Records.turn(1, number))) }
    #expect(await writer.flush() == false)
    for number in 100..<200 { writer.submit(.turn(Records.turn(1, number))) }
    #expect(await writer.flush() == false)
    #expect(writer.statistics.isFailing)
    #expect(writer.statistics.pending == 200)
    sink.fail(with: nil)
    // An attempt that began before the mending may still answer no.
    while await !writer.flush() {}
    #expect(sink.sequences == Array(0..<200))
    #expect(!writer.statistics.isFailing)
    guard case .failing(.diskFull, let pending) = events.all.first else {
      Issue.record("\(events.all)")
      return
    }
    #expect(pending >= 1)
    #expect(events.all.contains(.recovered))
  }

  @Test("it tries again by itself")
  func retriesAlone() async {
    let recovered = AsyncStream.makeStream(of: Void.self)
    let sink = MemorySink()
    sink.fail(with: .readOnly)
    let writer = StoreWriter(sink: sink, limits: quick()) { event in
      switch event {
      case .failing: sink.fail(with: nil)
      case .recovered: recovered.continuation.yield()
      case .rejected: break
      }
    }
    writer.submit(.turn(Records.turn(1, 1)))
    for await _ in recovered.stream { break }
    #expect(sink.sequences == [1])
    #expect(writer.statistics.pending == 0)
  }

  @Test("a full queue refuses and counts, and says early that it is behind")
  func bounded() async {
    let sink = MemorySink()
    sink.fail(with: .busy)
    var limits = quick()
    limits.capacity = 10
    let writer = StoreWriter(sink: sink, limits: limits)
    var accepted = 0
    for number in 0..<25 where writer.submit(.turn(Records.turn(1, number))) {
      accepted += 1
      #expect(writer.isBehind == (accepted > 5))
    }
    #expect(accepted == 10)
    #expect(writer.statistics.refused == 15)
    sink.fail(with: nil)
    while await !writer.flush() {}
    #expect(sink.sequences == Array(0..<10))
    #expect(!writer.isBehind)
    #expect(writer.submit(.turn(Records.turn(1, 99))))
  }

  @Test("a record that the database will never take is put aside, and the others go on")
  func rejected() async {
    let sink = MemorySink()
    sink.reject(Records.id(7))
    let events = EventList()
    let writer = StoreWriter(sink: sink, limits: quick()) { events.add($0) }
    for number in 0..<20 { writer.submit(.turn(Records.turn(number == 11 ? 7 : 1, number))) }
    #expect(await writer.flush())
    #expect(sink.sequences == Array(0..<20).filter { $0 != 11 })
    #expect(writer.statistics.rejected == 1)
    #expect(writer.statistics.pending == 0)
    #expect(events.all == [.rejected(.turn(Records.turn(7, 11)), .rejected(reason: "no"))])
  }

  @Test("a shutdown writes what there is; later records are refused and counted")
  func shutdown() async {
    let sink = MemorySink()
    let writer = StoreWriter(sink: sink)
    for number in 0..<5_000 { writer.submit(.turn(Records.turn(1, number))) }
    #expect(writer.shutdown() == 0)
    #expect(sink.sequences == Array(0..<5_000))
    #expect(!writer.submit(.turn(Records.turn(1, 5_000))))
    #expect(writer.statistics.refused == 1)
    #expect(await writer.flush())
    #expect(writer.shutdown() == 0)
  }

  @Test("a shutdown over a broken store ends, and says how much is lost")
  func shutdownWhileFailing() async {
    let sink = MemorySink()
    sink.fail(with: .diskFull)
    let writer = StoreWriter(sink: sink, limits: quick())
    for number in 0..<30 { writer.submit(.turn(Records.turn(1, number))) }
    #expect(writer.shutdown() == 30)
    #expect(await writer.flush() == false)
  }

  @Test("a flush with nothing to do is done; the blocking one answers as the other does")
  func emptyFlush() async {
    let sink = MemorySink()
    let writer = StoreWriter(sink: sink)
    #expect(await writer.flush())
    #expect(writer.flushAndWait())
    writer.submit(.turn(Records.turn(1, 1)))
    #expect(writer.flushAndWait())
    #expect(sink.sequences == [1])
  }

  @Test("a full database mends and has everything, once and in order")
  func fullDatabase() async throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try store.limitSize(pages: 60)
    let events = EventList()
    let writer = StoreWriter(sink: store, limits: quick()) { events.add($0) }
    let text = String(repeating: "word ", count: 800)
    for number in 0..<200 { writer.submit(.turn(Records.turn(1, number, .caller, text))) }
    #expect(await writer.flush() == false)
    try store.limitSize(pages: 0)
    while await !writer.flush() {}
    writer.shutdown()
    #expect(try store.turns(of: Records.id(1)).map(\.sequence) == Array(0..<200))
    guard case .failing(.diskFull, _) = events.all.first else {
      Issue.record("\(events.all)")
      return
    }
  }

  private func quick() -> StoreWriter.Limits {
    var limits = StoreWriter.Limits()
    limits.firstRetryMs = 1
    limits.lastRetryMs = 4
    return limits
  }
}

/// A store that remembers, and fails when told to.
private final class MemorySink: RecordSink {
  private struct State {
    var records: [StoreRecord] = []
    var failure: StoreError?
    var rejected: CallID?
  }
  private let state = Mutex(State())
  private let onWrite: @Sendable ([StoreRecord]) -> Void

  init(onWrite: @escaping @Sendable ([StoreRecord]) -> Void = { _ in }) { self.onWrite = onWrite }

  func fail(with failure: StoreError?) { state.withLock { $0.failure = failure } }
  func reject(_ call: CallID) { state.withLock { $0.rejected = call } }

  func write(_ records: [StoreRecord]) throws(StoreError) {
    let failure: StoreError? = state.withLock { state in
      if let failure = state.failure { return failure }
      if records.contains(where: { $0.call == state.rejected }) { return .rejected(reason: "no") }
      state.records += records
      return nil
    }
    if let failure { throw failure }
    onWrite(records)
  }

  var sequences: [Int] { sequences(where: { _ in true }) }
  func sequences(of call: CallID) -> [Int] { sequences(where: { $0.call == call }) }

  private func sequences(where isWanted: (StoreRecord) -> Bool) -> [Int] {
    state.withLock { $0.records }.filter(isWanted).compactMap {
      if case .turn(let turn) = $0 { turn.sequence } else { nil }
    }
  }
}

private final class EventList: Sendable {
  private let events = Mutex<[StoreWriterEvent]>([])

  func add(_ event: StoreWriterEvent) { events.withLock { $0.append(event) } }
  var all: [StoreWriterEvent] { events.withLock { $0 } }
}
