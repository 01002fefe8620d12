import PrometheusMetrics
import Testing

@Suite("Histogram")
struct AtomicHistogramTests {
  @Test(
    "a value falls into the first bucket whose bound it does not exceed", arguments: 0..<20 as Range<UInt64>)
  func everyValueFallsIntoItsBucket(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bounds = (0..<Int.random(in: 0...31, using: &random)).map { _ in
      Double.random(in: -10...10, using: &random)
    }
    let histogram = AtomicHistogram(bounds: bounds)
    var expected = [UInt64](repeating: 0, count: histogram.bounds.count + 1)
    var sum = 0.0
    for _ in 0..<500 {
      // Now and then exactly a bound: it belongs to the bucket below.
      let value =
        Bool.random(using: &random)
        ? histogram.bounds.randomElement(using: &random) ?? 0
        : Double.random(in: -12...12, using: &random)
      histogram.record(value)
      sum += value
      expected[histogram.bounds.firstIndex { value <= $0 } ?? histogram.bounds.count] += 1
    }
    let snapshot = histogram.snapshot
    #expect(snapshot.counts == expected)
    #expect(snapshot.count == 500)
    #expect(abs(snapshot.sum - sum) < 1e-9)
  }

  @Test("bounds are put in order; doubles, infinities and those beyond the bound on their number go")
  func oddBoundsAreMended() {
    #expect(AtomicHistogram(bounds: [3, 1, .nan, 2, 1, .infinity, -.infinity]).bounds == [1, 2, 3])
    #expect(AtomicHistogram(bounds: (0..<100).map(Double.init)).bounds.count == AtomicHistogram.mostBounds)
    #expect(AtomicHistogram(bounds: []).snapshot.counts == [0])
  }

  @Test("what is no number is counted apart and spoils neither sum nor buckets")
  func numbersThatAreNoneAreRejected() {
    let histogram = AtomicHistogram(bounds: [1])
    for value in [Double.nan, .infinity, -.infinity, 0.5, 2] { histogram.record(value) }
    #expect(histogram.rejected == 3)
    #expect(histogram.snapshot == HistogramSnapshot(bounds: [1], counts: [1, 1], sum: 2.5))
  }

  @Test("nothing is lost when many threads record at once")
  func concurrentRecordsAllCount() async {
    let histogram = AtomicHistogram(bounds: [1, 2, 3])
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask { for _ in 0..<20_000 { histogram.record(Double(task)) } }
      }
    }
    let snapshot = histogram.snapshot
    #expect(snapshot.counts == [40_000, 20_000, 20_000, 0])
    #expect(snapshot.sum == 120_000)
  }

  @Test("a quantile is told by its bucket's upper bound")
  func quantilesAreBounds() {
    let snapshot = HistogramSnapshot(bounds: [1, 2, 4], counts: [50, 40, 9, 1], sum: 0)
    #expect(snapshot.upperBound(ofQuantile: 0.5) == 1)
    #expect(snapshot.upperBound(ofQuantile: 0.9) == 2)
    #expect(snapshot.upperBound(ofQuantile: 0.99) == 4)
    #expect(snapshot.upperBound(ofQuantile: 1) == .infinity)
    #expect(HistogramSnapshot(bounds: [1], counts: [0, 0], sum: 0).upperBound(ofQuantile: 0.5) == nil)
  }
}
