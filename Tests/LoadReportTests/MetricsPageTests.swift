import LoadReport
import Testing

@Suite("Metrics page and callers' frames")
struct MetricsPageTests {
  @Test("a series is summed over its labels; comments and broken lines are passed over")
  func sums() {
    let page = MetricsPage(
      parsing: """
        # HELP a_total Something.
        # TYPE a_total counter
        a_total{reason="x y} z"} 3
        a_total{reason="b"} 4.5 1700000000
        b 7
        broken
        c{x="1"
        d NaN
        e one
        """)
    #expect(page.sum("a_total") == 7.5)
    #expect(page.sum("b") == 7)
    for name in ["broken", "c", "d", "e", "A_total", ""] { #expect(page.sum(name) == nil) }
  }

  @Test(
    "a quantile is the bound of the bucket it lies in, over all labels",
    arguments: [(0.0, 0.001), (0.5, 0.001), (0.9, 0.01), (0.95, nil)] as [(Double, Double?)])
  func quantiles(quantile: Double, bound: Double?) {
    let page = MetricsPage(
      parsing: """
        t_bucket{worker="1",le="0.001"} 3
        t_bucket{worker="1",le="0.01"} 5
        t_bucket{worker="1",le="+Inf"} 5
        t_bucket{le="0.001",worker="2"} 2
        t_bucket{le="0.01",worker="2"} 4
        t_bucket{le="+Inf",worker="2"} 5
        t_sum 1
        t_count 10
        empty_bucket{le="1"} 0
        odd_bucket{le="x"} 3
        """)
    #expect(page.quantile(quantile, ofHistogram: "t") == bound)
    for name in ["empty", "odd", "none"] { #expect(page.quantile(quantile, ofHistogram: name) == nil) }
  }

  private func page(received: Int, refused: Int = 0, lost: Int = 0) -> MetricsPage {
    MetricsPage(
      parsing: """
        starling_frames_received_total \(received)
        starling_frames_refused_total \(refused)
        starling_frames_lost_total \(lost)
        """)
  }

  @Test(
    "frames that nobody saw count as missing, and none counts twice",
    arguments: [(100, 0, 0, 0.0), (90, 0, 0, 10.0), (97, 3, 0, 3.0), (95, 2, 1, 5.0), (103, 0, 0, 0.0)])
  func missing(received: Int, refused: Int, lost: Int, missing: Double) throws {
    let frames = try #require(
      CallerFrames(
        before: page(received: 10, refused: 5, lost: 5),
        after: page(received: 10 + received, refused: 5 + refused, lost: 5 + lost)))
    #expect(frames.missing(of: 100) == missing)
  }

  @Test("without the engine's counter nothing is known")
  func unknown() {
    #expect(CallerFrames(before: MetricsPage(parsing: ""), after: MetricsPage(parsing: "")) == nil)
    #expect(CallerFrames(before: MetricsPage(parsing: ""), after: page(received: 3))?.received == 3)
  }
}
