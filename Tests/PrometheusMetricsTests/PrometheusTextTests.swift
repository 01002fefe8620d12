import PrometheusMetrics
import Testing

@Suite("Text format")
struct PrometheusTextTests {
  @Test("a histogram is written as the format's description shows it")
  func histogramAsDescribed() {
    let text = PrometheusText.render([
      .histogram(
        "lateness_seconds", "How late.",
        [
          MetricSample(
            HistogramSnapshot(bounds: [0.000_25, 1], counts: [3, 0, 2], sum: 7.5), labels: ["worker": "0"])
        ])
    ])
    #expect(
      text == """
        # HELP lateness_seconds How late.
        # TYPE lateness_seconds histogram
        lateness_seconds_bucket{worker="0",le="0.00025"} 3
        lateness_seconds_bucket{worker="0",le="1"} 3
        lateness_seconds_bucket{worker="0",le="+Inf"} 5
        lateness_seconds_sum{worker="0"} 7.5
        lateness_seconds_count{worker="0"} 5

        """)
  }

  @Test(
    "what cannot be a number is written in the format's words, and everything reads back",
    arguments: [
      0, -0.0, 1, 0.1, 1e300, .leastNonzeroMagnitude, .infinity, -.infinity, .nan, 9_007_199_254_740_994,
      1e22, -2.5,
    ])
  func numbersReadBack(value: Double) throws {
    let scrape = try StrictScrape(PrometheusText.render([.gauge("x", "", value)]))
    let read = try #require(scrape.value("x"))
    #expect(read == value || (read.isNaN && value.isNaN))
  }

  @Test(
    "any name, label and help gives a text that a strict reader takes", arguments: 0..<200 as Range<UInt64>)
  func hostileTextReadsBack(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    func text() -> String {
      let odd: [Unicode.Scalar] = [
        "\"", "\\", "\n", "\r", "\0", "{", "}", ",", "=", "é", "\u{1F600}", " ", "#", "7",
      ]
      var result = ""
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        result.unicodeScalars.append(odd.randomElement(using: &random) ?? "a")
      }
      return result
    }
    let families = (0..<6).map { _ in
      let kind = MetricKind.allCases.randomElement(using: &random) ?? .gauge
      let samples = (0..<4).map { _ in
        let labels = MetricLabels([(text(), text()), (text(), text()), ("le", text())])
        return kind == .histogram
          ? MetricSample(HistogramSnapshot(bounds: [1], counts: [1, 2], sum: 3), labels: labels)
          : MetricSample(1, labels: labels)
      }
      return MetricFamily(text(), kind, help: text(), samples)
    }
    _ = try StrictScrape(PrometheusText.render(families))
  }

  @Test("a label's value reads back as it was")
  func labelsAreEscaped() throws {
    let value = "a \"quoted\" \\ path\nsecond line"
    let scrape = try StrictScrape(
      PrometheusText.render([.gauge("x", "help \\ with\nlines", [MetricSample(1, labels: ["why": value])])]))
    #expect(scrape.value("x", ["why": value]) == 1)
    #expect(scrape.families["x"]?.help == "help \\ with\nlines")
  }

  @Test("families of one name are joined, and what contradicts is left out")
  func contradictionsAreLeftOut() throws {
    let histogram = HistogramSnapshot(bounds: [], counts: [4], sum: 1)
    let scrape = try StrictScrape(
      PrometheusText.render([
        .gauge("x", "first", [MetricSample(1, labels: ["a": "1"])]),
        .gauge("x", "second", [MetricSample(2, labels: ["a": "1"]), MetricSample(3, labels: ["a": "2"])]),
        .histogram("x", "third", histogram),
        .histogram("h", "", histogram), .gauge("h_count", "", 9),
      ]))
    #expect(scrape.value("x", ["a": "1"]) == 1)
    #expect(scrape.value("x", ["a": "2"]) == 3)
    #expect(scrape.value("h_count") == 4)
    #expect(scrape.families.keys.sorted() == ["h", "x"])
  }

  @Test("the process tells of itself")
  func processFigures() throws {
    let scrape = try StrictScrape(PrometheusText.render(ProcessFigures.families()))
    #expect(try #require(scrape.value("process_cpu_seconds_total")) >= 0)
    #expect(try #require(scrape.value("process_resident_memory_bytes")) > 1_000_000)
    #expect(try #require(scrape.value("process_open_fds")) > 2)
    #expect(try #require(scrape.value("process_threads")) >= 1)
    #expect(try #require(scrape.value("process_start_time_seconds")) > 1_600_000_000)
  }
}
