internal import Synchronization

/// A lock-free set of small integers: many threads insert, one takes all.
///
/// One bit an element, 64 to a word. Inserting is one atomic OR; taking exchanges each word with zero, so an
/// element inserted at any moment is seen by that sweep or by the next, never lost. The release of an insertion
/// pairs with the acquire of the taking: what was written before inserting is visible to who takes it.
final class ReadySet: Sendable {
  private let words: [Word]
  let capacity: Int

  private final class Word: Sendable {
    let bits = Atomic<UInt64>(0)
  }

  init(capacity: Int) {
    self.capacity = capacity
    words = (0..<(capacity + 63) / 64).map { _ in Word() }
  }

  /// Returns whether the element was not in the set before.
  @discardableResult
  func insert(_ element: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(element & 63)
    let (before, _) = words[element >> 6].bits.bitwiseOr(bit, ordering: .acquiringAndReleasing)
    return before & bit == 0
  }

  /// Takes every element, in ascending order.
  func takeAll(_ body: (Int) -> Void) { takeShare(0, of: 1, body) }

  /// Takes the elements of one share out of `shares`, each of 64 neighbours at a time.
  func takeShare(_ share: Int, of shares: Int, _ body: (Int) -> Void) {
    for index in stride(from: share, to: words.count, by: shares) {
      guard words[index].bits.load(ordering: .relaxed) != 0 else { continue }
      var bits = words[index].bits.exchange(0, ordering: .acquiring)
      while bits != 0 {
        body(index << 6 | bits.trailingZeroBitCount)
        bits &= bits &- 1
      }
    }
  }
}
