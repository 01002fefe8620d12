import CoreMetrics
import PrometheusMetrics
import Testing

@Suite("Registry")
struct PrometheusRegistryTests {
  private let registry = PrometheusRegistry(maxSeries: 5, maxNames: 10)

  private func scrape() throws -> StrictScrape { try StrictScrape(registry.render()) }

  @Test("everything that swift-metrics makes has its Prometheus name and unit")
  func kindsAndUnits() throws {
    Counter(label: "http.requests", dimensions: [("code", "200")], factory: registry).increment(by: 3)
    FloatingPointCounter(label: "spent_seconds", factory: registry).increment(by: 0.25)
    Meter(label: "level", factory: registry).set(4)
    Gauge(label: "queue", factory: registry).record(7)
    Recorder(label: "size_bytes", factory: registry).record(100)
    Timer(label: "wait", factory: registry).recordMilliseconds(20)
    let scrape = try scrape()
    #expect(scrape.value("http_requests_total", ["code": "200"]) == 3)
    #expect(scrape.value("spent_seconds_total") == 0.25)
    #expect(scrape.value("level") == 4)
    #expect(scrape.value("queue") == 7)
    #expect(scrape.value("size_bytes_bucket", ["le": "256"]) == 1)
    #expect(scrape.value("wait_seconds_sum") == 0.02)
    #expect(scrape.value("wait_seconds_bucket", ["le": "0.01"]) == 0)
    #expect(scrape.value("wait_seconds_bucket", ["le": "0.025"]) == 1)
  }

  @Test("two metrics of one name and labels are one series, in whatever order the labels are given")
  func sameLabelsAreOneSeries() throws {
    Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
    Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
    #expect(try scrape().value("c_total", ["a": "1", "b": "2"]) == 2)
  }

  @Test("hostile label values are counted together, and none is lost")
  func seriesAreBounded() throws {
    for index in 0..<1_000 {
      Counter(label: "c", dimensions: [("who", "\(index)")], factory: registry).increment()
    }
    let scrape = try scrape()
    #expect(scrape.families["c_total"]?.samples.count == 6)
    #expect(scrape.value("c_total", ["overflow": "true"]) == 995)
    #expect(scrape.value("c_total", ["who": "4"]) == 1)
  }

  @Test("names are bounded, a name keeps its first kind, and what is not shown works and is counted")
  func namesAreBounded() throws {
    Counter(label: "same_total", factory: registry).increment()
    Gauge(label: "same_total", factory: registry).record(9)
    for index in 0..<100 { Gauge(label: "g\(index)", factory: registry).record(1) }
    let scrape = try scrape()
    #expect(scrape.value("same_total") == 1)
    #expect(scrape.value("metrics_unshown_total") == 92)
    #expect(scrape.families.count == 12)
  }

  @Test("a very long label value is cut")
  func longLabelsAreCut() throws {
    Counter(label: "c", dimensions: [("a", String(repeating: "x", count: 1 << 20))], factory: registry)
      .increment()
    #expect(registry.render().utf8.count < 2_000)
  }

  @Test("what was destroyed is gone, and begins at zero when it is made again")
  func destroy() throws {
    let counter = Counter(label: "c", dimensions: [("a", "1")], factory: registry)
    counter.increment(by: 5)
    counter.destroy()
    #expect(try scrape().families["c_total"] == nil)
    counter.increment()
    Counter(label: "c", dimensions: [("a", "1")], factory: registry).increment()
    #expect(try scrape().value("c_total", ["a": "1"]) == 1)
    let others: [() -> Void] = [
      Timer(label: "t", factory: registry).destroy, Gauge(label: "g", factory: registry).destroy,
      Meter(label: "m", factory: registry).destroy, Recorder(label: "r", factory: registry).destroy,
      FloatingPointCounter(label: "f", factory: registry).destroy,
    ]
    for destroy in others { destroy() }
    #expect(try scrape().families.keys.filter { !$0.hasPrefix("metrics_") } == ["c_total"])
  }

  @Test("numbers that are none, and steps back, are left out of counters and histograms")
  func badValues() throws {
    let counter = Counter(label: "c", factory: registry)
    counter.increment(by: 2)
    counter.increment(by: -1)
    let spent = FloatingPointCounter(label: "f", factory: registry)
    for step in [Double.nan, .infinity, 1.5] { spent.increment(by: step) }
    let recorder = Recorder(label: "r", factory: registry)
    for value in [Double.nan, .infinity, -.infinity, 3] { recorder.record(value) }
    let meter = Meter(label: "m", factory: registry)
    meter.set(1)
    meter.increment(by: Double.nan)
    Gauge(label: "g", factory: registry).record(Double.nan)
    let scrape = try scrape()
    #expect(scrape.value("c_total") == 2)
    #expect(scrape.value("f_total") == 1.5)
    #expect(scrape.value("r_sum") == 3)
    #expect(scrape.value("r_count") == 1)
    #expect(scrape.value("m") == 1)
    #expect(scrape.value("g")?.isNaN == true)
    #expect(try #require(scrape.value("metrics_rejected_values_total")) >= 6)
  }

  @Test("described histograms have the bounds and the words they were given")
  func descriptions() throws {
    registry.describe("r_frames", help: "Frames a batch.", bounds: [2, 4])
    let recorder = Recorder(label: "r.frames", factory: registry)
    for value in 1...5 { recorder.record(value) }
    let scrape = try scrape()
    #expect(scrape.families["r_frames"]?.help == "Frames a batch.")
    #expect(scrape.value("r_frames_bucket", ["le": "2"]) == 2)
    #expect(scrape.value("r_frames_bucket", ["le": "+Inf"]) == 5)
  }

  @Test("collectors are asked at every scrape, and may make metrics themselves")
  func collectors() throws {
    let registry = registry
    let calls = Counter(label: "asked", factory: registry)
    registry.addCollector {
      calls.increment()
      Gauge(label: "made_meanwhile", factory: registry).record(1)
      return [.gauge("depth", "Frames.", 3)]
    }
    #expect(try scrape().value("depth") == 3)
    #expect(try scrape().value("asked_total") == 1)
    #expect(try scrape().value("made_meanwhile") == 1)
  }

  @Test("nothing is lost when many threads count, make, destroy and scrape at once")
  func concurrency() async throws {
    let registry = PrometheusRegistry(maxSeries: 8)
    let shared = Counter(label: "shared", factory: registry)
    let time = Timer(label: "time", factory: registry)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for step in 0..<5_000 {
            shared.increment()
            time.recordNanoseconds(1_000_000)
            let own = Counter(label: "own", dimensions: [("n", "\(task * 7 + step % 7)")], factory: registry)
            own.increment()
            if step % 3 == 0 { own.destroy() }
          }
        }
      }
      group.addTask {
        for _ in 0..<50 { #expect(throws: Never.self) { try StrictScrape(registry.render()) } }
      }
    }
    let scrape = try StrictScrape(registry.render())
    #expect(scrape.value("shared_total") == 20_000)
    #expect(scrape.value("time_seconds_count") == 20_000)
    #expect(try #require(scrape.families["own_total"]).samples.count <= 9)
  }
}
