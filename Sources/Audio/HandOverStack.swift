internal import Synchronization

/// Elements from any number of threads to one, without locks: a stack that the taker takes whole and turns around.
///
/// `head` is the address of the newest node, or one of the marks below. A node is written before the compare-exchange
/// (releasing) that shows it, and read after the exchange (acquiring) that takes it; then it is the taker's alone.
/// Since nodes leave only all together, an address cannot come back between a thread's look and its exchange in a
/// way that matters. It has no bound of its own: whoever pushes admits first.
@safe public final class HandOverStack<Element: Sendable>: Sendable {
  private struct Node {
    var next: UInt
    let element: Element
  }
  public enum Push: Sendable, Equatable {
    case taken
    /// The taker sleeps, and it is on the caller to wake it.
    case takenFromIdle
    /// Nothing is admitted any more; the element is gone.
    case closed
  }

  private let head = Atomic<UInt>(HandOverMark.empty)

  public init() {}

  deinit {
    var rest: [Element] = []
    Self.unwind(head.load(ordering: .acquiring), into: &rest)
  }

  public var isClosed: Bool { head.load(ordering: .relaxed) == HandOverMark.closed }

  /// Any thread; never waits.
  public func push(_ element: consuming Element) -> Push {
    let node = UnsafeMutablePointer<Node>.allocate(capacity: 1)
    unsafe node.initialize(to: Node(next: HandOverMark.empty, element: element))
    var seen = head.load(ordering: .relaxed)
    while seen != HandOverMark.closed {
      unsafe node.pointee.next = seen == HandOverMark.idle ? HandOverMark.empty : seen
      let (exchanged, original) = head.weakCompareExchange(
        expected: seen, desired: UInt(bitPattern: node), successOrdering: .releasing,
        failureOrdering: .relaxed)
      if exchanged { return seen == HandOverMark.idle ? .takenFromIdle : .taken }
      seen = original
    }
    _ = unsafe node.move()
    unsafe node.deallocate()
    return .closed
  }

  /// The taker: appends all that is there to `elements`, oldest first; with `closing`, nothing is admitted afterwards.
  public func take(into elements: inout [Element], closing: Bool = false) {
    Self.unwind(
      head.exchange(closing ? HandOverMark.closed : HandOverMark.empty, ordering: .acquiring), into: &elements
    )
  }

  /// The taker: whether nothing was there; then the next push answers `takenFromIdle`.
  public func becomeIdle() -> Bool {
    head.compareExchange(expected: HandOverMark.empty, desired: HandOverMark.idle, ordering: .acquiring)
      .exchanged
  }

  /// Sound: each address is of a node that its pusher initialised, shown once and now taken out of reach; it is
  /// moved out and freed here, once.
  private static func unwind(_ newest: UInt, into elements: inout [Element]) {
    let start = elements.count
    var address = newest
    while address > HandOverMark.idle, let node = unsafe UnsafeMutablePointer<Node>(bitPattern: address) {
      let taken = unsafe node.move()
      unsafe node.deallocate()
      elements.append(taken.element)
      address = taken.next
    }
    elements[start...].reverse()
  }
}

/// What the stack's head says when it is not the address of a node.
private enum HandOverMark {
  static let empty: UInt = 0
  static let closed: UInt = 1
  static let idle: UInt = 2
}
