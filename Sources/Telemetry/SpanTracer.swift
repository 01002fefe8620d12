public import Instrumentation
internal import ServiceContextModule
public import Tracing

/// Starts spans for whoever uses swift-distributed-tracing: the program's own parts, and libraries.
///
/// A span with a parent belongs to the parent's trace and is kept when that one is; one without begins a trace, which
/// the sampler judges. `traceparent` is read from and written to whatever carries it.
public struct SpanTracer: Tracer {
  public typealias Span = LiveSpan
  private let sampler: TraceSampler
  private let finish: @Sendable (FinishedSpan) -> Void

  public init(sampler: TraceSampler, finish: @escaping @Sendable (FinishedSpan) -> Void) {
    self.sampler = sampler
    self.finish = finish
  }

  public func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
    at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
  ) -> LiveSpan {
    var context = context()
    let parent = context.traceParent
    let trace = parent?.trace ?? .random()
    let identity = TraceParent(
      trace: trace, span: .random(), isSampled: parent?.isSampled ?? sampler.keeps(trace))
    context.traceParent = identity
    return LiveSpan(
      operationName, context: context, identity: identity, parent: parent?.span, kind: Self.kind(kind),
      start: instant().nanosecondsSinceEpoch, finish: finish)
  }

  /// Spans are sent by the exporter's own clock, and at its end.
  public func forceFlush() {}

  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    guard let header = extractor.extract(key: "traceparent", from: carrier),
      let parent = TraceParent(header: header)
    else { return }
    context.traceParent = parent
  }

  public func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    guard let parent = context.traceParent else { return }
    injector.inject(parent.description, forKey: "traceparent", into: &carrier)
  }

  private static func kind(_ kind: SpanKind) -> FinishedSpan.Kind {
    switch kind {
    case .server: .server
    case .client: .client
    case .producer: .producer
    case .consumer: .consumer
    case .internal: .inner
    }
  }
}
