internal import Synchronization
public import Tracing

/// A span that is not over yet; what happens to it after `end` counts for nothing.
public final class LiveSpan: Tracing.Span {
  private struct State: Sendable {
    var name: String
    var attributes = SpanAttributes()
    var moments: [SpanMoment] = []
    var links: [TraceParent] = []
    var status = FinishedSpan.Status.unset
    var hasEnded = false
  }

  /// Of events and of links that are kept.
  static let most = 128

  public let context: ServiceContext
  public let isSampled: Bool
  private let identity: TraceParent
  private let parent: SpanID?
  private let kind: FinishedSpan.Kind
  private let start: UInt64
  private let finish: @Sendable (FinishedSpan) -> Void
  private let state: Mutex<State>

  init(
    _ name: String, context: ServiceContext, identity: TraceParent, parent: SpanID?, kind: FinishedSpan.Kind,
    start: UInt64, finish: @escaping @Sendable (FinishedSpan) -> Void
  ) {
    self.context = context
    self.identity = identity
    self.parent = parent
    self.kind = kind
    self.start = start
    self.finish = finish
    isSampled = identity.isSampled
    state = Mutex(State(name: name))
  }

  public var isRecording: Bool { isSampled && !state.withLock { $0.hasEnded } }

  public var operationName: String {
    get { state.withLock { $0.name } }
    set { change { $0.name = newValue } }
  }

  public var attributes: SpanAttributes {
    get { state.withLock { $0.attributes } }
    set { change { $0.attributes = newValue } }
  }

  public func setStatus(_ status: SpanStatus) {
    change {
      switch status.code {
      case .ok: $0.status = .fine
      case .error: $0.status = .failed(status.message ?? "")
      }
    }
  }

  public func addEvent(_ event: SpanEvent) {
    let moment = SpanMoment(
      event.name, at: event.nanosecondsSinceEpoch, fields: SpanFields.of(event.attributes))
    change { if $0.moments.count < Self.most { $0.moments.append(moment) } }
  }

  public func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    let fields = [
      SpanField("exception.type", .text("\(type(of: error))")),
      SpanField("exception.message", .text("\(error)")),
    ]
    let moment = SpanMoment(
      "exception", at: instant().nanosecondsSinceEpoch, fields: fields + SpanFields.of(attributes))
    change { if $0.moments.count < Self.most { $0.moments.append(moment) } }
  }

  public func addLink(_ link: SpanLink) {
    guard let other = link.context.traceParent else { return }
    change { if $0.links.count < Self.most { $0.links.append(other) } }
  }

  public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    let instant = instant().nanosecondsSinceEpoch
    let finished = state.withLock { state -> FinishedSpan? in
      guard !state.hasEnded, isSampled else { return nil }
      state.hasEnded = true
      var span = FinishedSpan(
        trace: identity.trace, id: identity.span, parent: parent, name: state.name, kind: kind, start: start,
        end: instant, fields: SpanFields.of(state.attributes))
      span.moments = state.moments
      span.links = state.links
      span.status = state.status
      return span
    }
    if let finished { finish(finished) }
  }

  private func change(_ body: (inout State) -> Void) {
    guard isSampled else { return }
    state.withLock { if !$0.hasEnded { body(&$0) } }
  }
}
