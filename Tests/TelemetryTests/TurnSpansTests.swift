import Audio
import Conversation
import Testing

@testable import CallCore
@testable import Telemetry

@Suite("The trace of a call")
struct TurnSpansTests {
  private static let call: TracedCall = {
    var call = TracedCall(
      id: CallID(unixMilliseconds: 1_790_000_000_000, random: 5, 6), startedAt: 1_790_000_000,
      from: "+15550100017", to: "+15550100018", codec: "PCMU", rate: 8_000, agent: "leads")
    call.recogniser = "deepgram"
    call.modelProvider = "anthropic"
    call.model = "claude-haiku-4-5"
    call.voice = "cartesia"
    return call
  }()

  private static func ms(_ value: Int64) -> MediaTime { .milliseconds(value) }

  private static func timing(_ turn: Int, speculative: Bool = false) -> TurnTiming {
    TurnTiming(
      turn: turn, endpointing: ms(300), recognition: ms(80), reply: ms(400), synthesis: ms(150),
      voiceToVoice: ms(900), wasSpeculative: speculative)
  }

  /// A greeting, a turn with an answer, a turn that breaks off.
  private static let bodies: [(MediaTime, CallRecord.Body)] = [
    (ms(0), .event(kind: "answered", detail: "")),
    (
      ms(2_000),
      .agentTurn(text: "Hello there", heard: "Hello there", wasCut: false, start: ms(100), end: ms(1_900))
    ),
    (ms(5_300), .callerTurn(text: "my card is 4111", start: ms(3_000), end: ms(5_000))),
    (ms(5_900), .timing(timing(1))),
    (ms(7_000), .event(kind: "dtmf", detail: "7")),
    (
      ms(8_000), .agentTurn(text: "Thank you", heard: "Thank", wasCut: true, start: ms(5_950), end: ms(8_000))
    ),
    (ms(9_000), .callerTurn(text: "wait", start: ms(8_000), end: ms(8_700))),
    (ms(9_500), .event(kind: "reply_failed", detail: "took too long")),
    (ms(10_000), .ended(.callerHungUp)),
  ]

  private static func spans(
    content: TraceContent = .none, _ between: (inout TurnSpans, Int) -> [FinishedSpan] = { _, _ in [] }
  ) -> [FinishedSpan] {
    var mapping = TurnSpans(call, content: content)
    var spans: [FinishedSpan] = []
    for (number, (at, body)) in bodies.enumerated() {
      spans += mapping.take(CallRecord(sequence: number + 1, at: at, body: body))
      spans += between(&mapping, number)
    }
    return spans
  }

  private static func start(_ span: FinishedSpan) -> Int {
    Int(span.start - 1_790_000_000_000_000_000) / 1_000_000
  }
  private static func end(_ span: FinishedSpan) -> Int {
    Int(span.end - 1_790_000_000_000_000_000) / 1_000_000
  }

  @Test("has a span for the call, each turn, and each stage, where they were")
  func shape() throws {
    let spans = Self.spans()
    let rows = spans.map { "\($0.name) \(Self.start($0))-\(Self.end($0))" }
    #expect(
      rows == [
        "playout 100-1900", "endpointing 5000-5300", "recognition 5220-5300",
        "chat claude-haiku-4-5 5350-5750",
        "voice 5750-5900", "playout 5950-8000", "turn 3000-8000", "turn 8000-8700", "call 0-10000",
      ])
    let root = try #require(spans.last)
    #expect(root.parent == nil && root.id == SpanID.of(Self.call.id, turn: 0) && root.kind == .server)
    let turn = spans[6]
    #expect(turn.parent == root.id && turn.id == SpanID.of(Self.call.id, turn: 1))
    #expect(spans[1...5].allSatisfy { $0.parent == turn.id })
    #expect(spans.allSatisfy { $0.trace == TraceID(Self.call.id) })
    #expect(spans.allSatisfy { $0["starling.call.id"] == .text(Self.call.id.description) })
    #expect(turn["starling.turn.number"] == 1 && turn["starling.turn.voice_to_voice_ms"] == .number(900))
    #expect(turn.moments.map(\.name) == ["dtmf"])
    #expect(spans[7].status == .failed("reply_failed") && spans[7]["starling.turn.number"] == 2)
    #expect(root["starling.call.end_reason"] == "caller_hung_up" && root["starling.call.turns"] == 2)
  }

  @Test("names the model as the conventions for generative AI do, with the tokens of the turn")
  func model() throws {
    let spans = Self.spans { mapping, number in
      if number == 2 {
        mapping.take(ModelUse(input: 100, output: 5, isWasted: true))
        mapping.take(ModelUse(model: "claude-x", input: 120, cachedInput: 90, output: 20))
      }
      return []
    }
    let chat = try #require(spans.first { $0["starling.stage"] == "model" })
    #expect(chat.name == "chat claude-x" && chat.kind == .client)
    #expect(chat["gen_ai.operation.name"] == "chat" && chat["gen_ai.provider.name"] == "anthropic")
    #expect(chat["gen_ai.request.model"] == "claude-x")
    #expect(chat["gen_ai.usage.input_tokens"] == 220 && chat["gen_ai.usage.output_tokens"] == 25)
    #expect(chat["gen_ai.usage.cache_read.input_tokens"] == 90 && chat["starling.usage.wasted_tokens"] == 105)
    #expect(chat["gen_ai.conversation.id"] == .text(Self.call.id.description))
  }

  @Test("has a span for a tool, under the turn in which it was used")
  func tool() throws {
    let own = SpanID.random()
    let spans = Self.spans(content: TraceContent(isSent: true) { $0 }) { mapping, number in
      number != 3
        ? []
        : mapping.take(
          ToolTrace(
            name: "book_visit", id: "t1", start: 1_790_000_005_400_000_000, end: 1_790_000_005_500_000_000,
            failure: "HTTP 500", arguments: "{}", span: own))
    }
    let tool = try #require(spans.first { $0["starling.stage"] == "tool" })
    #expect(tool.name == "execute_tool book_visit" && tool.id == own)
    #expect(tool.parent == SpanID.of(Self.call.id, turn: 1) && tool.status == .failed("HTTP 500"))
    #expect(tool["gen_ai.tool.name"] == "book_visit" && tool["gen_ai.tool.call.id"] == "t1")
    #expect(tool["starling.pii.tool.arguments"] == "{}")
  }

  @Test("says nothing of what was said or who said it unless asked, and then redacted and marked")
  func content() {
    let quiet = "\(Self.spans())"
    for word in ["4111", "Thank", "Hello", "0100017", "0100018", "detail"] { #expect(!quiet.contains(word)) }
    let spans = Self.spans(content: TraceContent(isSent: true) { $0.replacing("4111", with: "[card]") })
    let all = "\(spans)"
    #expect(!all.contains("4111") && all.contains("my card is [card]"))
    let fields = spans.flatMap { $0.fields + $0.moments.flatMap(\.fields) }
    for field in fields {
      guard case .text(let text) = field.value else { continue }
      if ["card", "Thank", "Hello", "0100017", "0100018"].contains(where: { text.contains($0) }) {
        #expect(field.key.hasPrefix("starling.pii."))
      }
    }
    #expect(fields.contains(SpanField("starling.pii.call.from", "+15550100017")))
  }

  @Test("hangs together whatever a call records, in whatever order", arguments: 0..<40)
  func fuzz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var mapping = OpenTraces(content: .none)
    var spans = mapping.take(.started(Self.call))
    func time() -> MediaTime {
      MediaTime(
        nanoseconds: Bool.random(using: &generator)
          ? .random(in: -1_000_000_000...100_000_000_000, using: &generator)
          : .random(in: .min ... .max, using: &generator))
    }
    for number in 0..<200 {
      let body: CallRecord.Body =
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: .callerTurn(text: "x", start: time(), end: time())
        case 1: .agentTurn(text: "x", heard: "", wasCut: true, start: time(), end: time())
        case 2:
          .timing(
            TurnTiming(
              turn: Int.random(in: -3...50, using: &generator), endpointing: time(), recognition: time(),
              reply: time(),
              synthesis: time(), voiceToVoice: time(), wasSpeculative: false))
        case 3: .event(kind: "recogniser_failed", detail: "x")
        case 4: .flow(FlowState())
        default: .event(kind: "noise", detail: "x")
        }
      spans += mapping.take(.record(CallRecord(sequence: number, at: time(), body: body), of: Self.call.id))
      if number % 9 == 0 {
        spans += mapping.take(.tool(ToolTrace(name: "t", start: 5, end: 1), of: Self.call.id))
      }
    }
    spans += mapping.endAll()
    #expect(Set(spans.map(\.id)).count == spans.count)
    let ids = Set(spans.map(\.id))
    #expect(
      spans.allSatisfy {
        $0.start <= $0.end
          && ($0["starling.stage"] == "tool" || $0.parent.map { ids.contains($0) } ?? ($0.name == "call"))
      })
    #expect(spans.count { $0.name == "call" } == 1 && mapping.endAll().isEmpty)
    _ = OTLPEncoder(resource: TelemetryResource(version: "1", host: "h")).encode(spans)
  }

  @Test("tells a tool where it belongs, by call and turn alone")
  func traceparent() throws {
    let exporter = SpanExporter(
      endpoint: OTLPEndpoint(url: "http://c"),
      encoder: OTLPEncoder(resource: TelemetryResource(version: "1", host: "h")), send: { _, _ in })
    defer { exporter.stop(within: .milliseconds(10)) }
    let kept = CallTracer(exporter: exporter, sampler: TraceSampler(ratio: 1))
    let header = kept.traceparent(call: Self.call.id, turn: 1)
    let turn = try #require(Self.spans().first { $0.name == "turn" })
    #expect(TraceParent(header: header) == TraceParent(trace: turn.trace, span: turn.id, isSampled: true))
    let lost = CallTracer(exporter: exporter, sampler: TraceSampler(ratio: 0))
    #expect(lost.traceparent(call: Self.call.id, turn: 1).hasSuffix("-00"))
    #expect(!lost.isTraced(Self.call.id))
  }
}
