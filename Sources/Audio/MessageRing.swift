public import Synchronization

/// A bounded queue of byte records of any length from one thread to another, without locks.
///
/// It carries outbound messages that are ready for the socket: each record lies in one contiguous stretch, so it can
/// be handed to a write as it is. Exactly one thread pushes and exactly one takes; `head` is written by the consumer
/// alone and `tail` by the producer alone, published with `.releasing` and observed with `.acquiring`.
///
/// Records start on eight-byte borders behind an eight-byte head (length, tag). One that does not fit before the end
/// of the buffer starts over at its beginning and leaves a marker behind. So that a record that is accepted once is
/// accepted whenever the ring is empty, wherever the indices stand, none may be longer than `maxRecordBytes`.
@safe public struct MessageRing: ~Copyable {
  /// Bytes of the buffer.
  public let capacity: Int
  @usableFromInline let storage: UnsafeMutableRawPointer
  private let consumerPadding = CacheLinePadding()
  @usableFromInline let head = Atomic<Int>(0)
  private let producerPadding = CacheLinePadding()
  @usableFromInline let tail = Atomic<Int>(0)
  @usableFromInline let pushedCount = Atomic<Int>(0)
  @usableFromInline let refusedCount = Atomic<Int>(0)
  private let endPadding = CacheLinePadding()

  /// Allocates the buffer.
  ///
  /// - Parameter capacity: bytes; a power of two, 64 to 2^30.
  public init(capacity: Int) {
    precondition(capacity & (capacity - 1) == 0, "the capacity must be a power of two")
    precondition(capacity >= 64 && capacity <= 1 << 30, "the capacity must be 64 bytes to 1 GiB")
    self.capacity = capacity
    unsafe storage = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { unsafe storage.deallocate() }
}

/// One producer and one consumer, kept apart by the indices as said above; everything else is immutable or atomic.
extension MessageRing: @unchecked Sendable {}

extension MessageRing {
  /// The longest record in bytes: half of the buffer, less the record's head.
  @inlinable public var maxRecordBytes: Int { capacity / 2 &- Self.headBytes }

  /// Writes one record straight into the buffer; false, and counted, when there is no room. Producer only.
  ///
  /// - Parameters:
  ///   - tag: given back with the record.
  ///   - maxBytes: room that `fill` may need, at most `maxRecordBytes`; what it leaves unused costs nothing.
  ///   - fill: appends the record. Not called when there is no room.
  @inlinable
  public borrowing func push(
    tag: UInt8 = 0, maxBytes: Int, _ fill: (inout OutputSpan<UInt8>) -> Void
  ) -> Bool {
    let end = tail.load(ordering: .relaxed)
    // Pairs with the consumer's `.releasing` store: what it read, it has finished reading.
    let free = capacity &- (end &- head.load(ordering: .acquiring))
    guard let start = Self.place(maxBytes: maxBytes, end: end, free: free, capacity: capacity) else {
      refusedCount.store(refusedCount.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
      return false
    }
    // Sound: `place` found that head and `maxBytes` lie inside the buffer, contiguous, in the part the consumer has
    // given back; positions are multiples of eight, so the marker's head fits where the record did not.
    if start != end { unsafe writeHead(at: end, length: Self.wrapMarker, tag: 0) }
    let first = unsafe (storage + (start & (capacity &- 1)) + Self.headBytes)
      .assumingMemoryBound(to: UInt8.self)
    let room = unsafe UnsafeMutableBufferPointer(start: first, count: maxBytes)
    var output = unsafe OutputSpan<UInt8>(buffer: room, initializedCount: 0)
    fill(&output)
    let length = unsafe output.finalize(for: room)
    unsafe writeHead(at: start, length: UInt32(truncatingIfNeeded: length), tag: tag)
    pushedCount.store(pushedCount.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    tail.store(start &+ Self.recordBytes(length), ordering: .releasing)
    return true
  }

  /// Shows the oldest record to `body`, which answers whether it is done with it; consumes it only then. Returns
  /// whether a record was consumed. Consumer only.
  @inlinable
  public borrowing func withNext(_ body: (_ tag: UInt8, _ bytes: Span<UInt8>) -> Bool) -> Bool {
    var start = head.load(ordering: .relaxed)
    // Pairs with the producer's `.releasing` store: records before `tail` are complete.
    guard tail.load(ordering: .acquiring) &- start > 0 else { return false }
    // Sound: between the indices there are whole records that the producer wrote, each inside the buffer; a marker
    // is always followed by a record, since both were published by one store.
    if unsafe length(at: start) == Self.wrapMarker { start &+= capacity &- (start & (capacity &- 1)) }
    let length = Int(unsafe length(at: start))
    let position = unsafe storage + (start & (capacity &- 1))
    let tag = unsafe (position + 4).assumingMemoryBound(to: UInt8.self).pointee
    let bytes = unsafe (position + Self.headBytes).assumingMemoryBound(to: UInt8.self)
    let record = unsafe UnsafeBufferPointer(start: bytes, count: length)
    guard body(tag, unsafe record.span) else { return false }
    head.store(start &+ Self.recordBytes(length), ordering: .releasing)
    return true
  }

  /// True when no record waits; exact for the consumer.
  @inlinable public var isEmpty: Bool {
    @_noAllocation @_noLocks get {
      let start = head.load(ordering: .acquiring)
      return tail.load(ordering: .acquiring) &- start <= 0
    }
  }

  /// Bytes that no record takes up. A record needs them in one piece, so one that is shorter may still be refused.
  @inlinable public var freeBytes: Int {
    @_noAllocation @_noLocks get {
      let start = head.load(ordering: .acquiring)
      return max(0, min(capacity, capacity &- (tail.load(ordering: .acquiring) &- start)))
    }
  }

  /// Records that were ever accepted; from any thread.
  @inlinable public var pushed: Int { pushedCount.load(ordering: .relaxed) }
  /// Records that found no room; from any thread.
  @inlinable public var refused: Int { refusedCount.load(ordering: .relaxed) }
}

extension MessageRing {
  @usableFromInline static var headBytes: Int {
    @_noAllocation @_noLocks @inline(__always) get { 8 }
  }
  /// In a record's length: the next record is at the beginning of the buffer.
  @usableFromInline static var wrapMarker: UInt32 {
    @_noAllocation @_noLocks @inline(__always) get { .max }
  }

  /// Bytes that a record of `length` takes up: its head and its bytes, rounded up to eight.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func recordBytes(_ length: Int) -> Int { (length &+ headBytes &+ 7) & ~7 }

  /// Where a record that may need `maxBytes` can start, at `end` or at the next beginning of the buffer.
  @_noAllocation @_noLocks @inlinable
  static func place(maxBytes: Int, end: Int, free: Int, capacity: Int) -> Int? {
    guard maxBytes >= 0, maxBytes <= capacity / 2 &- headBytes else { return nil }
    let needed = recordBytes(maxBytes)
    let untilWrap = capacity &- (end & (capacity &- 1))
    if needed <= untilWrap { return needed <= free ? end : nil }
    return untilWrap &+ needed <= free ? end &+ untilWrap : nil
  }

  /// - Precondition: `position` is a multiple of eight inside the producer's part.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  @unsafe borrowing func writeHead(at position: Int, length: UInt32, tag: UInt8) {
    let address = unsafe storage + (position & (capacity &- 1))
    unsafe address.initializeMemory(as: UInt32.self, to: length)
    unsafe (address + 4).initializeMemory(as: UInt8.self, to: tag)
  }

  /// - Precondition: a head was published at `position`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  @unsafe borrowing func length(at position: Int) -> UInt32 {
    unsafe (storage + (position & (capacity &- 1))).assumingMemoryBound(to: UInt32.self).pointee
  }
}
