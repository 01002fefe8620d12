internal import Synchronization

/// Counts values in fixed buckets, from any number of threads, without locks or allocation.
///
/// Recording costs a search through the bounds, one atomic addition and one exchange. A scrape reads bucket after
/// bucket while others record: each count is right by itself, and their total is taken from what was read.
public final class AtomicHistogram: Sendable {
  /// More bounds than this are cut off at the end.
  public static let mostBounds = 31

  /// Upper bounds of the buckets, each included, strictly ascending and finite, in the base unit of what is
  /// measured; one more bucket takes what is above all of them.
  public let bounds: [Double]
  private let counts: InlineArray<32, Atomic<UInt64>>
  private let total = AtomicDouble()
  private let rejectedCount = Atomic<UInt64>(0)

  /// - Parameter bounds: sorted, doubles and those that are not finite are left out.
  public init(bounds: [Double]) {
    var kept: [Double] = []
    for bound in bounds.filter(\.isFinite).sorted() where kept.last != bound && kept.count < Self.mostBounds {
      kept.append(bound)
    }
    self.bounds = kept
    counts = InlineArray { _ in Atomic(0) }
  }

  /// Counts a value. One that is not a finite number would spoil the sum for good: it is left out and counted in
  /// `rejected`.
  public func record(_ value: Double) {
    guard value.isFinite else {
      rejectedCount.wrappingAdd(1, ordering: .relaxed)
      return
    }
    counts[bucket(of: value)].wrappingAdd(1, ordering: .relaxed)
    total.add(value)
  }

  /// Values that were not finite.
  public var rejected: UInt64 { rejectedCount.load(ordering: .relaxed) }

  public var snapshot: HistogramSnapshot {
    HistogramSnapshot(
      bounds: bounds, counts: (0...bounds.count).map { counts[$0].load(ordering: .relaxed) },
      sum: total.value)
  }

  /// The first bucket whose bound is not below the value.
  private func bucket(of value: Double) -> Int {
    var low = 0
    var high = bounds.count
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
