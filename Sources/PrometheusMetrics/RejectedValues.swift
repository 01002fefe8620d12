internal import Synchronization

/// How many values could not be taken: negative steps of a counter, numbers that are none.
final class RejectedValues: Sendable {
  private let number = Atomic<UInt64>(0)

  func count() { number.wrappingAdd(1, ordering: .relaxed) }

  var total: Double { Double(number.load(ordering: .relaxed)) }
}
