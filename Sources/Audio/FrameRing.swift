public import Synchronization

/// A bounded queue of encoded frames from one thread to another, without locks; frames live in fixed slots.
///
/// Exactly one thread pushes and exactly one pops. `head` is written by the consumer alone and `tail` by the
/// producer alone; each publishes with `.releasing` and observes the other with `.acquiring`, so a slot's bytes are
/// complete before they can be read and done with before they can be overwritten. A full ring refuses, it never
/// waits or grows. The counters may be read from any thread.
@safe public struct FrameRing: ~Copyable {
  /// What became of a frame that was offered.
  public enum PushResult: Sendable, Hashable {
    case pushed
    /// The consumer is too far behind; counted in `refused`.
    case full
    /// The closure said no; counted in `rejected`.
    case rejected
  }

  /// Frames that the ring holds at most.
  public let capacity: Int
  /// The longest payload in bytes.
  public let slotBytes: Int
  @usableFromInline let storage: UnsafeMutableRawPointer
  @usableFromInline let stride: Int
  private let consumerPadding = CacheLinePadding()
  @usableFromInline let head = Atomic<Int>(0)
  @usableFromInline let skippedCount = Atomic<Int>(0)
  private let producerPadding = CacheLinePadding()
  @usableFromInline let tail = Atomic<Int>(0)
  @usableFromInline let refusedCount = Atomic<Int>(0)
  @usableFromInline let rejectedCount = Atomic<Int>(0)
  private let endPadding = CacheLinePadding()

  /// Allocates `capacity` slots in one piece.
  ///
  /// - Parameters:
  ///   - capacity: frames; a power of two.
  ///   - slotBytes: the longest payload that a slot can take.
  public init(capacity: Int, slotBytes: Int) {
    precondition(capacity > 0 && capacity & (capacity - 1) == 0, "the capacity must be a power of two")
    precondition(slotBytes > 0 && slotBytes <= 1 << 24, "a slot must hold 1 byte to 16 MiB")
    self.capacity = capacity
    self.slotBytes = slotBytes
    stride = (Self.payloadOffset + slotBytes + 7) & ~7
    unsafe storage = .allocate(byteCount: capacity * stride, alignment: 16)
  }

  deinit { unsafe storage.deallocate() }
}

/// One producer and one consumer, kept apart by the indices as said above; everything else is immutable or atomic.
extension FrameRing: @unchecked Sendable {}

extension FrameRing {
  /// Offers a frame. Producer only.
  ///
  /// - Parameter fill: appends the payload, at most `slotBytes`, to the slot it is given, and answers whether the
  ///   frame is good; a frame that is not leaves no trace but a count. Not called when the ring is full.
  @inlinable
  public borrowing func push(
    _ header: FrameHeader, _ fill: (inout OutputSpan<UInt8>) -> Bool
  ) -> PushResult {
    let end = tail.load(ordering: .relaxed)
    // Pairs with the consumer's `.releasing` store: what it read from the slot, it has finished reading.
    guard end &- head.load(ordering: .acquiring) < capacity else {
      Self.count(refusedCount)
      return .full
    }
    // Sound: the index is masked into the allocation, and the slot is the producer's until `tail` moves past it.
    let slot = unsafe storage + (end & (capacity &- 1)) &* stride
    let payload = unsafe UnsafeMutableBufferPointer<UInt8>(
      start: (slot + Self.payloadOffset).assumingMemoryBound(to: UInt8.self), count: slotBytes)
    var output = unsafe OutputSpan<UInt8>(buffer: payload, initializedCount: 0)
    let good = fill(&output)
    let length = unsafe output.finalize(for: payload)
    guard good else {
      Self.count(rejectedCount)
      return .rejected
    }
    unsafe slot.initializeMemory(as: FrameHeader.self, to: header)
    unsafe (slot + Self.lengthOffset).initializeMemory(as: Int.self, to: length)
    tail.store(end &+ 1, ordering: .releasing)
    return .pushed
  }

  /// Takes the oldest frame and shows it to `body`; false when there was none. Consumer only.
  ///
  /// The payload lies in the slot itself and is gone once `body` returns.
  @inlinable
  public borrowing func pop(_ body: (FrameHeader, Span<UInt8>) -> Void) -> Bool {
    let start = head.load(ordering: .relaxed)
    // Pairs with the producer's `.releasing` store: the slot is complete.
    guard tail.load(ordering: .acquiring) &- start > 0 else { return false }
    // Sound: the slot lies inside the allocation, was initialised by the producer, and stays ours until `head`
    // moves past it; its length was checked by the producer's output span.
    let slot = unsafe storage + (start & (capacity &- 1)) &* stride
    let header = unsafe slot.assumingMemoryBound(to: FrameHeader.self).pointee
    let length = unsafe (slot + Self.lengthOffset).assumingMemoryBound(to: Int.self).pointee
    let bytes = unsafe (slot + Self.payloadOffset).assumingMemoryBound(to: UInt8.self)
    let payload = unsafe UnsafeBufferPointer(start: bytes, count: length)
    body(header, unsafe payload.span)
    head.store(start &+ 1, ordering: .releasing)
    return true
  }

  /// Drops up to `limit` of the oldest frames, counts them in `skipped`, and returns how many. Consumer only.
  @_noAllocation @_noLocks @inlinable
  public borrowing func skip(_ limit: Int) -> Int {
    let start = head.load(ordering: .relaxed)
    let dropped = max(0, min(limit, tail.load(ordering: .acquiring) &- start))
    skippedCount.store(skippedCount.load(ordering: .relaxed) &+ dropped, ordering: .relaxed)
    head.store(start &+ dropped, ordering: .releasing)
    return dropped
  }

  /// Frames waiting; exact for the two threads that use the ring, a snapshot for any other.
  @inlinable public var count: Int {
    @_noAllocation @_noLocks get {
      let start = head.load(ordering: .acquiring)
      return max(0, min(capacity, tail.load(ordering: .acquiring) &- start))
    }
  }

  @inlinable public var isEmpty: Bool { count == 0 }
  /// Frames that were ever accepted.
  @inlinable public var pushed: Int { tail.load(ordering: .relaxed) }
  /// Frames that found the ring full.
  @inlinable public var refused: Int { refusedCount.load(ordering: .relaxed) }
  /// Frames whose payload the producer turned down.
  @inlinable public var rejected: Int { rejectedCount.load(ordering: .relaxed) }
  /// Frames that the consumer dropped to catch up.
  @inlinable public var skipped: Int { skippedCount.load(ordering: .relaxed) }
}

extension FrameRing {
  /// A slot: header, length, payload.
  @usableFromInline static var lengthOffset: Int {
    @_noAllocation @_noLocks @inline(__always) get { MemoryLayout<FrameHeader>.stride }
  }
  @usableFromInline static var payloadOffset: Int {
    @_noAllocation @_noLocks @inline(__always) get { lengthOffset &+ MemoryLayout<Int>.stride }
  }

  /// Adds one to a counter that a single thread writes, which needs no locked instruction.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  static func count(_ counter: borrowing Atomic<Int>) {
    counter.store(counter.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }
}
