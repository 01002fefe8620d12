internal import Audio
internal import Synchronization

/// How late a worker's wake-ups were, counted in buckets that double from 0.25 ms. Lock-free.
public final class LatenessHistogram: Sendable {
  /// Upper bounds of the buckets, in seconds; the last bucket has none.
  public static let bounds: [Double] = (0..<12).map { 0.000_25 * Double(1 << $0) }
  private let buckets: [Bucket]

  private final class Bucket: Sendable {
    let count = Atomic<Int>(0)
  }

  init() { buckets = (0...Self.bounds.count).map { _ in Bucket() } }

  func record(_ lateness: MediaTime) {
    var index = 0
    var bound: Int64 = 250_000
    while index < Self.bounds.count, lateness.nanoseconds > bound {
      bound &*= 2
      index += 1
    }
    buckets[index].count.add(1, ordering: .relaxed)
  }

  public var counts: [Int] { buckets.map { $0.count.load(ordering: .relaxed) } }
}
