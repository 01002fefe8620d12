public import Audio
public import CallCore

/// Where the engine's calls are told to, to become traces. Every method returns at once.
public struct CallTracer: Sendable {
  private let exporter: SpanExporter
  private let sampler: TraceSampler

  public init(exporter: SpanExporter, sampler: TraceSampler) {
    self.exporter = exporter
    self.sampler = sampler
  }

  public func isTraced(_ call: CallID) -> Bool { sampler.keeps(TraceID(call)) }

  public func started(_ call: TracedCall) {
    if isTraced(call.id) { exporter.take(.started(call)) }
  }

  public func record(_ record: CallRecord, of call: CallID) {
    if isTraced(call) { exporter.take(.record(record, of: call)) }
  }

  /// Counts for the turn that is open.
  public func note(_ use: ModelUse, of call: CallID) {
    if isTraced(call) { exporter.take(.model(use, of: call)) }
  }

  public func note(_ tool: ToolTrace, of call: CallID) {
    if isTraced(call) { exporter.take(.tool(tool, of: call)) }
  }

  /// What a tool that is used in a turn is told in its header `traceparent`.
  ///
  /// - Parameters:
  ///   - turn: from 1; 0: outside of turns.
  ///   - span: the tool's own span, if it has one already; nil for the turn's.
  public func traceparent(call: CallID, turn: Int, span: SpanID? = nil) -> String {
    TraceParent(
      trace: TraceID(call), span: span ?? SpanID.of(call, turn: turn), isSampled: isTraced(call)
    ).description
  }
}
