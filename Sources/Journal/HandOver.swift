internal import Audio
internal import Synchronization

/// Records from any number of threads to one, without locks and within a bound.
///
/// The memory in use is one word, so that a record is admitted by one addition.
final class HandOver: Sendable {
  enum Admission { case taken, takenFromIdle, refused }

  private static let countUnit = 1 << 40
  private static let bytesMask = countUnit - 1
  private static let mostNamed = 256

  private let stack = HandOverStack<PendingRecord>()
  /// Apart from its neighbours by 128 bytes, which is what prefetchers fetch.
  private let leading = InlineArray<16, UInt64>(repeating: 0)
  /// Bytes in the lower 40 bits, records above.
  private let pending = Atomic<Int>(0)
  private let trailing = InlineArray<16, UInt64>(repeating: 0)
  private let refusedCount = Atomic<Int>(0)
  /// Refused records, by name: a stack of the same kind, bounded by `namedCount`.
  private let refusedStack = HandOverStack<JournalRecord>()
  private let namedCount = Atomic<Int>(0)
  let mostBytes: Int
  let mostRecords: Int

  init(mostBytes: Int, mostRecords: Int) {
    self.mostBytes = mostBytes
    self.mostRecords = mostRecords
  }

  var pendingRecords: Int { pending.load(ordering: .relaxed) >> 40 }
  var pendingBytes: Int { pending.load(ordering: .relaxed) & Self.bytesMask }
  var refused: Int { refusedCount.load(ordering: .relaxed) }
  var isClosed: Bool { stack.isClosed }

  // MARK: Any thread

  /// Never waits. `takenFromIdle`: the taker sleeps, and it is on the caller to wake it.
  func push(_ record: JournalRecord, at now: Int64) -> Admission {
    let size = record.payload.count
    let cost = Self.countUnit + size + PendingRecord.overhead
    let after = pending.wrappingAdd(cost, ordering: .relaxed).newValue
    guard size <= JournalRecord.mostPayloadBytes, after & Self.bytesMask <= mostBytes,
      after >> 40 <= mostRecords
    else {
      pending.wrappingSubtract(cost, ordering: .relaxed)
      refuse(record)
      return .refused
    }
    switch stack.push(PendingRecord(record: record, appendedAt: now)) {
    case .taken: return .taken
    case .takenFromIdle: return .takenFromIdle
    case .closed:
      pending.wrappingSubtract(cost, ordering: .relaxed)
      refuse(record)
      return .refused
    }
  }

  private func refuse(_ record: JournalRecord) {
    refusedCount.wrappingAdd(1, ordering: .relaxed)
    guard namedCount.wrappingAdd(1, ordering: .relaxed).oldValue < Self.mostNamed else { return }
    var name = record
    name.payload = []
    _ = refusedStack.push(name)
  }

  // MARK: The taker

  /// Appends all that is there to `records`, oldest first; with `closing`, nothing is admitted afterwards.
  func take(into records: inout [PendingRecord], closing: Bool = false) {
    stack.take(into: &records, closing: closing)
  }

  /// Whether nothing was there: then the next push answers `takenFromIdle`.
  func becomeIdle() -> Bool { stack.becomeIdle() }

  /// Gives back the memory of records that are settled.
  func release(records: Int, cost: Int) {
    pending.wrappingSubtract(records * Self.countUnit + cost, ordering: .relaxed)
  }

  /// Records refused since the last time, by name, and how many more there were.
  func takeRefused() -> (named: [JournalRecord], more: Int) {
    guard namedCount.load(ordering: .relaxed) > 0 else { return ([], 0) }
    var records: [JournalRecord] = []
    let count = namedCount.exchange(0, ordering: .relaxed)
    refusedStack.take(into: &records)
    return (records, max(0, count - Self.mostNamed))
  }
}
