import Audio
import Records
import Synchronization

/// A store that remembers, and fails when told to.
final class MemoryStore: RecordSink {
  struct State {
    var records: [ProjectedRecord] = []
    var parked: [ParkedRecord] = []
    var cursor: UInt64 = 0
    var failure: StoreError?
    var refused: UInt64?
    var open: [OpenCall] = []
    var attempts = 0
    var largestBatch = 0
  }
  private let state = Mutex(State())

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
  var now: State { state.withLock { $0 } }

  func cursor() throws(StoreError) -> UInt64 {
    let (failure, cursor) = state.withLock { state in
      state.attempts += 1
      return (state.failure, state.cursor)
    }
    if let failure { throw failure }
    return cursor
  }

  func apply(_ batch: ProjectedBatch) throws(StoreError) -> ProjectedCounts {
    let failure: StoreError? = state.withLock { state in
      state.attempts += 1
      if let failure = state.failure { return failure }
      if batch.records.contains(where: { $0.number == state.refused }) { return .rejected(reason: "no") }
      state.records += batch.records
      state.parked += batch.parked
      state.cursor = batch.cursor
      state.largestBatch = max(state.largestBatch, batch.records.count)
      return nil
    }
    if let failure { throw failure }
    var counts = ProjectedCounts()
    counts.applied = batch.records.count
    return counts
  }

  func openCalls() throws(StoreError) -> [OpenCall] {
    let (failure, open) = state.withLock { ($0.failure, $0.open) }
    if let failure { throw failure }
    return open
  }
}
