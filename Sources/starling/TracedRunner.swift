import Audio
import CloudProviders
import Conversation
import Foundation
import Providers
import Telemetry

/// Has tools run with a span for each use, which the tool is told of.
struct TracedRunner: ToolRunner {
  let tools: WebhookRunner
  let tracer: CallTracer?

  func run(_ use: ToolUse, answer: @escaping @Sendable (ToolAnswer) -> Void) -> any Cancellable {
    guard let tracer, let call = CallID(use.call) else { return tools.run(use, answer: answer) }
    let span = SpanID.random()
    let start = Self.now
    return tools.run(use, traceparent: tracer.traceparent(call: call, turn: 0, span: span)) { said in
      var trace = ToolTrace(
        name: use.tool.name, start: start, end: Self.now, arguments: use.arguments, span: span)
      switch said {
      case .result(let text): trace.result = text
      case .declined: trace.failure = "declined"
      case .failed(let error): trace.failure = "\(error)"
      }
      tracer.note(trace, of: call)
      answer(said)
    }
  }

  /// Nanoseconds since 1970.
  private static var now: UInt64 { UInt64(max(0, Date().timeIntervalSince1970) * 1e9) }
}
