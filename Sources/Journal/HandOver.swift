internal import Audio
internal import Synchronization

/// Records from any number of threads to one, without locks: a stack that the taker takes whole and turns around.
///
/// `head` is the address of the newest node, or one of the marks below. A node is written before the compare-exchange
/// (releasing) that shows it, and read after the exchange (acquiring) that takes it; then it is the taker's alone.
/// Since nodes leave only all together, an address cannot come back between a thread's look and its exchange in a
/// way that matters. The memory in use is one word, so that a record is admitted by one addition.
@safe final class HandOver: Sendable {
  private struct Node {
    var next: UInt
    let record: JournalRecord
    let appendedAt: Int64
  }
  enum Admission { case taken, takenFromIdle, refused }

  private static let empty: UInt = 0
  private static let closed: UInt = 1
  private static let idle: UInt = 2
  private static let countUnit = 1 << 40
  private static let bytesMask = countUnit - 1
  private static let mostNamed = 256

  /// Apart from its neighbours by 128 bytes, which is what prefetchers fetch.
  private let head = Atomic<UInt>(0)
  private let leading = InlineArray<16, UInt64>(repeating: 0)
  /// Bytes in the lower 40 bits, records above.
  private let pending = Atomic<Int>(0)
  private let trailing = InlineArray<16, UInt64>(repeating: 0)
  private let refusedCount = Atomic<Int>(0)
  /// Refused records, by name: a stack of the same kind, bounded by `namedCount`.
  private let refusedHead = Atomic<UInt>(0)
  private let namedCount = Atomic<Int>(0)
  let mostBytes: Int
  let mostRecords: Int

  init(mostBytes: Int, mostRecords: Int) {
    self.mostBytes = mostBytes
    self.mostRecords = mostRecords
  }

  deinit {
    var records: [PendingRecord] = []
    Self.unwind(head.load(ordering: .acquiring), into: &records)
    Self.unwind(refusedHead.load(ordering: .acquiring), into: &records)
  }

  var pendingRecords: Int { pending.load(ordering: .relaxed) >> 40 }
  var pendingBytes: Int { pending.load(ordering: .relaxed) & Self.bytesMask }
  var refused: Int { refusedCount.load(ordering: .relaxed) }
  var isClosed: Bool { head.load(ordering: .relaxed) == Self.closed }

  // MARK: Any thread

  /// Never waits. `takenFromIdle`: the taker sleeps, and it is on the caller to wake it.
  func push(_ record: consuming JournalRecord, at now: Int64) -> Admission {
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
    let node = UnsafeMutablePointer<Node>.allocate(capacity: 1)
    unsafe node.initialize(to: Node(next: Self.empty, record: record, appendedAt: now))
    var seen = head.load(ordering: .relaxed)
    while seen != Self.closed {
      unsafe node.pointee.next = seen == Self.idle ? Self.empty : seen
      let (exchanged, original) = head.weakCompareExchange(
        expected: seen, desired: UInt(bitPattern: node), successOrdering: .releasing,
        failureOrdering: .relaxed)
      if exchanged { return seen == Self.idle ? .takenFromIdle : .taken }
      seen = original
    }
    let unseen = unsafe node.move()
    unsafe node.deallocate()
    pending.wrappingSubtract(cost, ordering: .relaxed)
    refuse(unseen.record)
    return .refused
  }

  private func refuse(_ record: JournalRecord) {
    refusedCount.wrappingAdd(1, ordering: .relaxed)
    guard namedCount.wrappingAdd(1, ordering: .relaxed).oldValue < Self.mostNamed else { return }
    var name = record
    name.payload = []
    let node = UnsafeMutablePointer<Node>.allocate(capacity: 1)
    unsafe node.initialize(to: Node(next: refusedHead.load(ordering: .relaxed), record: name, appendedAt: 0))
    while true {
      let (exchanged, original) = unsafe refusedHead.weakCompareExchange(
        expected: node.pointee.next, desired: UInt(bitPattern: node), successOrdering: .releasing,
        failureOrdering: .relaxed)
      if exchanged { return }
      unsafe node.pointee.next = original
    }
  }

  // MARK: The taker

  /// Appends all that is there to `records`, oldest first; with `closing`, nothing is admitted afterwards.
  func take(into records: inout [PendingRecord], closing: Bool = false) {
    Self.unwind(head.exchange(closing ? Self.closed : Self.empty, ordering: .acquiring), into: &records)
  }

  /// Whether nothing was there: then the next push answers `takenFromIdle`.
  func becomeIdle() -> Bool {
    head.compareExchange(expected: Self.empty, desired: Self.idle, ordering: .acquiring).exchanged
  }

  /// Gives back the memory of records that are settled.
  func release(records: Int, cost: Int) {
    pending.wrappingSubtract(records * Self.countUnit + cost, ordering: .relaxed)
  }

  /// Records refused since the last time, by name, and how many more there were.
  func takeRefused() -> (named: [JournalRecord], more: Int) {
    guard namedCount.load(ordering: .relaxed) > 0 else { return ([], 0) }
    var records: [PendingRecord] = []
    let count = namedCount.exchange(0, ordering: .relaxed)
    Self.unwind(refusedHead.exchange(Self.empty, ordering: .acquiring), into: &records)
    return (records.map(\.record), max(0, count - Self.mostNamed))
  }

  /// Sound: each address is of a node that its pusher initialised, shown once and now taken out of reach; it is
  /// moved out and freed here, once.
  private static func unwind(_ newest: UInt, into records: inout [PendingRecord]) {
    let start = records.count
    var address = newest
    while address > idle, let node = unsafe UnsafeMutablePointer<Node>(bitPattern: address) {
      let taken = unsafe node.move()
      unsafe node.deallocate()
      records.append(PendingRecord(record: taken.record, appendedAt: taken.appendedAt))
      address = taken.next
    }
    records[start...].reverse()
  }
}
