internal import Synchronization

/// The highest of many values since it was last asked for. Lock-free; costs one load where nothing new is highest.
final class HighWater: Sendable {
  private let highest = Atomic<Int>(0)

  func note(_ value: Int) {
    guard value > highest.load(ordering: .relaxed) else { return }
    highest.max(value, ordering: .relaxed)
  }

  /// The highest value, and back to zero.
  func take() -> Int { highest.exchange(0, ordering: .relaxed) }
}
