internal import Audio
internal import CallCore

/// The traces of the calls that are live.
struct OpenTraces {
  /// Beyond them the oldest is ended: its call's end was lost on the way.
  static let most = 20_000
  private let content: TraceContent
  private var traces: [CallID: TurnSpans] = [:]

  init(content: TraceContent) { self.content = content }

  /// The spans that are over with it.
  mutating func take(_ moment: CallMoment) -> [FinishedSpan] {
    switch moment {
    case .started(let call):
      traces[call.id] = TurnSpans(call, content: content)
      guard traces.count > Self.most, let oldest = traces.keys.min() else { return [] }
      return end(oldest)
    case .record(let record, let call):
      let spans = traces[call]?.take(record) ?? []
      if case .ended = record.body { traces[call] = nil }
      return spans
    case .model(let use, let call):
      traces[call]?.take(use)
      return []
    case .tool(let tool, let call): return traces[call]?.take(tool) ?? []
    }
  }

  /// Ends every trace as it stands.
  mutating func endAll() -> [FinishedSpan] { traces.keys.sorted().flatMap { end($0) } }

  private mutating func end(_ call: CallID) -> [FinishedSpan] {
    guard var trace = traces.removeValue(forKey: call) else { return [] }
    return trace.breakOff()
  }
}
