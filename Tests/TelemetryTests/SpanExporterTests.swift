import Audio
import Foundation
import Synchronization
import Telemetry
import Testing
import Tracing

@Suite("The exporter of spans", .timeLimit(.minutes(1)))
struct SpanExporterTests {
  private static let ok = ExportResponse.answered(status: 200, headers: [], body: [])

  private func exporter(
    _ collector: FakeCollector, timeout: MediaTime = .seconds(10 as Int64),
    tell: @escaping @Sendable (ExportEvent) -> Void = { _ in }
  ) -> SpanExporter {
    var limits = ExportLimits()
    limits.delay = .milliseconds(20)
    limits.firstPause = .milliseconds(2)
    limits.longestPause = .milliseconds(5)
    limits.grace = .milliseconds(20)
    return SpanExporter(
      endpoint: OTLPEndpoint(
        url: "http://c/v1/traces", headers: [.init(name: "authorization", value: SecretText("planted"))],
        timeout: timeout),
      encoder: OTLPEncoder(resource: TelemetryResource(version: "1", host: "h")), limits: limits,
      send: { collector.send($0, $1) }, tell: tell)
  }

  private static func span(_ number: Int) -> FinishedSpan {
    FinishedSpan(trace: .random(), id: .random(), parent: nil, name: "s\(number)", start: 1, end: 2)
  }

  @Test("sends every span once, in order, with its headers, and what is left at the end")
  func flushes() throws {
    let collector = FakeCollector()
    let exporter = exporter(collector)
    for number in 0..<2_000 { exporter.take(Self.span(number)) }
    exporter.stop(within: .seconds(10 as Int64))
    #expect(try collector.spans().map { $0["name"] as? String } == (0..<2_000).map { "s\($0)" })
    #expect(exporter.statistics.exported == 2_000 && exporter.statistics.pending == 0)
    #expect(collector.requests.allSatisfy { $0.headers[0].value.revealed == "planted" })
    exporter.take(Self.span(0))
    exporter.stop(within: .seconds(1 as Int64))
    #expect(exporter.statistics.dropped == 1)
  }

  @Test(
    "tries again after 429, 503, no connection and no answer at all, and says when it fails and works again")
  func faults() async throws {
    let events = Mutex<[ExportEvent]>([])
    let collector = FakeCollector([
      .answered(status: 429, headers: [("retry-after", "0")], body: []), .failed("no connection"), nil,
      .answered(status: 503, headers: [], body: []), Self.ok,
    ])
    let exporter = exporter(collector, timeout: .milliseconds(30)) { event in
      events.withLock { $0.append(event) }
    }
    exporter.take(Self.span(1))
    while exporter.statistics.exported == 0 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(collector.requests.count == 5)
    #expect(exporter.statistics.failedAttempts == 4 && exporter.statistics.failed == 0)
    exporter.stop(within: .seconds(1 as Int64))
    #expect(
      events.withLock { $0 } == [
        .failing("the collector answers 429"), .failing("no connection"),
        .failing("the collector does not answer"),
        .failing("the collector answers 503"), .recovered,
      ])
  }

  @Test("gives up what the collector refuses for good")
  func refused() async throws {
    let collector = FakeCollector([.answered(status: 500, headers: [], body: Array("<html>".utf8))])
    let exporter = exporter(collector)
    exporter.take(Self.span(1))
    while exporter.statistics.failed == 0 { try await Task.sleep(for: .milliseconds(5)) }
    exporter.take(Self.span(2))
    exporter.stop(within: .seconds(5 as Int64))
    #expect(exporter.statistics.exported == 1 && exporter.statistics.failed == 1)
  }

  @Test("ends in time before a collector that never answers, and counts what is lost")
  func hang() {
    let collector = FakeCollector(Array(repeating: nil, count: 100))
    let exporter = exporter(collector)
    for number in 0..<600 { exporter.take(Self.span(number)) }
    let began = ContinuousClock.now
    exporter.stop(within: .milliseconds(200))
    #expect(ContinuousClock.now - began < .seconds(5))
    let sums = exporter.statistics
    #expect(sums.exported == 0 && sums.failed + sums.dropped == 600 && sums.pending == 0)
  }

  @Test("keeps no more than its bound of a huge backlog, and counts the rest")
  func backlog() {
    let collector = FakeCollector(Array(repeating: nil, count: 100))
    let exporter = exporter(collector)
    for number in 0..<60_000 { exporter.take(Self.span(number)) }
    exporter.stop(within: .milliseconds(100))
    let sums = exporter.statistics
    #expect(sums.dropped > 0 && sums.dropped + sums.failed == 60_000)
  }

  @Test("loses nothing uncounted when many threads hand it spans")
  func threads() async {
    let collector = FakeCollector()
    let exporter = exporter(collector)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for number in 0..<2_000 { exporter.take(Self.span(number)) } } }
    }
    exporter.stop(within: .seconds(20 as Int64))
    let sums = exporter.statistics
    #expect(sums.exported + sums.dropped + sums.failed == 16_000)
  }

  @Test("takes spans of swift-distributed-tracing, with their parents, errors and attributes")
  func tracer() throws {
    let finished = Mutex<[FinishedSpan]>([])
    let tracer = SpanTracer(sampler: TraceSampler(ratio: 1)) { span in finished.withLock { $0.append(span) } }
    var context = ServiceContext.topLevel
    tracer.extract(
      ["traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"], into: &context,
      using: HeaderFields())
    let outer = tracer.startSpan("outer", context: context, ofKind: .client)
    let inner = tracer.startSpan("inner", context: outer.context)
    inner.attributes["n"] = 3
    inner.attributes["who"] = "me"
    inner.recordError(TelemetryError.unusable(variable: "V", wanted: "w"))
    inner.setStatus(SpanStatus(code: .error, message: "bad"))
    var carrier: [String: String] = [:]
    tracer.inject(inner.context, into: &carrier, using: HeaderFields())
    inner.end()
    inner.end()
    inner.attributes["late"] = 1
    outer.end()
    let spans = finished.withLock { $0 }
    try #require(spans.count == 2)
    #expect(spans.allSatisfy { $0.trace.description == "0af7651916cd43dd8448eb211c80319c" })
    #expect(spans[1].parent?.description == "b7ad6b7169203331" && spans[0].parent == spans[1].id)
    #expect(spans[1].kind == .client && spans[0].status == .failed("bad"))
    #expect(spans[0].fields == [SpanField("n", 3), SpanField("who", "me")])
    #expect(spans[0].moments.map(\.name) == ["exception"])
    #expect(carrier["traceparent"] == "00-\(spans[0].trace)-\(spans[0].id)-01")
  }

  @Test("is told nothing of spans that are not sampled")
  func unsampled() {
    let finished = Mutex(0)
    let tracer = SpanTracer(sampler: TraceSampler(ratio: 0)) { _ in finished.withLock { $0 += 1 } }
    let span = tracer.startSpan("x", context: .topLevel)
    #expect(!span.isRecording)
    tracer.startSpan("y", context: span.context).end()
    span.end()
    #expect(finished.withLock { $0 } == 0)
  }
}
