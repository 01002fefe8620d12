internal import Synchronization

/// A number that any thread may set or add to without a lock.
///
/// Kept as its bits; adding repeats until no other thread came between reading and writing. Order between two
/// such numbers is not promised (`.relaxed`): each stands for itself.
struct AtomicDouble: ~Copyable {
  private let bits: Atomic<UInt64>

  init(_ value: Double = 0) { bits = Atomic(value.bitPattern) }

  var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

  func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  func add(_ amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, seen) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = seen
    }
  }
}
