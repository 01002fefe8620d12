internal import Audio
internal import CallCore
internal import Conversation

/// The trace of one call out of what it records: a pure mapping, no clock and no chance.
///
/// | span | from | to |
/// |---|---|---|
/// | `call` | the media stream's start | the call's end |
/// | `turn` | the caller's first word | the end of the answer |
/// | `endpointing` | the end of speech | the decision that the turn is over |
/// | `recognition` | the request of the settled text | its arrival |
/// | `chat <model>` | the request of the reply | its first whole clause |
/// | `voice` | the first clause | its first audio |
/// | `playout` | the first sample that the caller hears | the last |
/// | `execute_tool <name>` | a tool's start | its end |
///
/// Of the stages the engine measures how long they took; their place is counted back from the first audio. Where the
/// reply was begun before the turn was over (`starling.turn.speculative`), model and voice lie earlier in truth.
struct TurnSpans {
  /// Turns of a call beyond them are not believed.
  private static let mostTurns = 1_000_000
  /// Where the parts begin that stand for words without a number.
  private static let uncounted = 1 << 32
  /// Of the parts of a turn, for `SpanID.of`; tools and playouts follow.
  private enum Part: Int { case turn, endpointing, recognition, model, voice, further }

  private let call: TracedCall
  private let trace: TraceID
  private let root: SpanID
  private let origin: UInt64
  private let content: TraceContent
  private var turn: TracedTurn?
  /// Of the turns that count.
  private var lastNumber = 0
  private var serial = 0
  private var furtherParts = 0
  private var moments: [SpanMoment] = []
  private var outcome: CallOutcome?
  private var lastTime = MediaTime.zero

  init(_ call: TracedCall, content: TraceContent) {
    self.call = call
    self.content = content
    trace = TraceID(call.id)
    root = SpanID.of(call.id, turn: 0)
    origin = call.startedAt > 0 ? UInt64(min(call.startedAt, 9e9) * 1e9) : 0
  }

  /// The spans that are over with this record.
  mutating func take(_ record: CallRecord) -> [FinishedSpan] {
    lastTime = max(lastTime, record.at)
    switch record.body {
    case .callerTurn(let text, let start, let end):
      let spans = closeTurn()
      serial += 1
      turn = TracedTurn(number: lastNumber + 1, serial: serial, start: start, end: end, text: text)
      return spans
    case .timing(let timing):
      turn?.timing = timing
      if timing.turn > lastNumber, timing.turn <= Self.mostTurns { turn?.number = timing.turn }
      turn?.firstAudio = record.at
      return []
    case .agentTurn(let text, let heard, let wasCut, let start, let end):
      let playout = TracedTurn.Playout(
        start: start, end: max(start, end), text: text, heard: heard, wasCut: wasCut)
      guard let open = turn else { return [playoutSpan(playout, turn: 0, parent: root)] }
      if open.playouts.count < TracedTurn.most { turn?.playouts.append(playout) }
      return []
    case .event(let kind, let detail):
      note(kind, detail, at: record.at)
      return []
    case .flow(let flow):
      outcome = flow.outcome ?? outcome
      return []
    case .ended(let reason): return closeTurn() + [callSpan(endedBy: reason)]
    }
  }

  mutating func take(_ use: ModelUse) {
    if let open = turn, open.uses.count < TracedTurn.most { turn?.uses.append(use) }
  }

  mutating func take(_ tool: ToolTrace) -> [FinishedSpan] {
    furtherParts += 1
    turn?.hasTools = true
    let number = tool.turn ?? turn?.number ?? 0
    var span = FinishedSpan(
      trace: trace,
      id: tool.span ?? SpanID.of(call.id, turn: number, part: Part.further.rawValue + furtherParts),
      parent: SpanID.of(call.id, turn: number), name: "execute_tool \(tool.name)", kind: .client,
      start: tool.start, end: tool.end,
      fields: stage("tool", turn: number) + [
        SpanField("gen_ai.operation.name", "execute_tool"), SpanField("gen_ai.tool.name", .text(tool.name)),
        SpanField("gen_ai.tool.type", "function"),
      ])
    if !tool.id.isEmpty { span.fields.append(SpanField("gen_ai.tool.call.id", .text(tool.id))) }
    span.fields += content.field("tool.arguments", tool.arguments) + content.field("tool.result", tool.result)
    if let failure = tool.failure { span.status = .failed(failure) }
    return [span]
  }

  /// Ends what is open, when nothing more will be heard of the call.
  mutating func breakOff() -> [FinishedSpan] { closeTurn() + [callSpan(endedBy: nil)] }

  // MARK: Events

  private mutating func note(_ kind: String, _ detail: String, at time: MediaTime) {
    let isFailure = kind.hasSuffix("_failed")
    var moment = SpanMoment(kind, at: instant(time))
    // What fails says why in words of the program; other details may be the caller's.
    moment.fields =
      isFailure ? [SpanField("exception.message", .text(detail))] : content.field("detail", detail)
    if let open = turn {
      if isFailure { turn?.failure = kind }
      if open.moments.count < TracedTurn.most { turn?.moments.append(moment) }
    } else if moments.count < TracedTurn.most {
      moments.append(moment)
    }
  }

  // MARK: Spans

  private mutating func closeTurn() -> [FinishedSpan] {
    guard let open = turn else { return [] }
    turn = nil
    let id = SpanID.of(call.id, turn: open.number, part: open.isCounted ? 0 : Self.uncounted + open.serial)
    if open.isCounted { lastNumber = open.number }
    let stages = open.timing.map { self.stages(of: open, $0, parent: id) } ?? []
    let playouts = open.playouts.map { playoutSpan($0, turn: open.number, parent: id) }
    let inner = stages + playouts
    var span = FinishedSpan(
      trace: trace, id: id, parent: root, name: "turn",
      start: inner.reduce(instant(open.start)) { min($0, $1.start) },
      end: inner.reduce(instant(open.over)) { max($0, $1.end) }, fields: stage("turn", turn: open.number))
    if let timing = open.timing {
      span.fields += [
        SpanField("starling.turn.voice_to_voice_ms", Self.milliseconds(timing.voiceToVoice)),
        SpanField("starling.turn.speculative", .flag(timing.wasSpeculative)),
      ]
    }
    span.fields += content.field("caller.text", open.text)
    span.moments = open.moments
    if let failure = open.failure { span.status = .failed(failure) }
    return inner + [span]
  }

  private func stages(of turn: TracedTurn, _ timing: TurnTiming, parent: SpanID) -> [FinishedSpan] {
    let heard = turn.firstAudio
    let silence = heard - Self.length(timing.voiceToVoice)
    let decided = silence + Self.length(timing.endpointing)
    let clause = heard - Self.length(timing.synthesis)
    func make(_ part: Part, _ name: String, _ start: MediaTime, _ end: MediaTime) -> FinishedSpan {
      FinishedSpan(
        trace: trace, id: SpanID.of(call.id, turn: turn.number, part: part.rawValue), parent: parent,
        name: name,
        kind: part == .endpointing ? .inner : .client, start: instant(start), end: instant(end),
        fields: stage(part == .model ? "model" : name, turn: turn.number))
    }
    var recognition = make(
      .recognition, "recognition", decided - Self.length(timing.recognition), decided)
    recognition.fields += provider(call.recogniser)
    var voice = make(.voice, "voice", clause, heard)
    voice.fields += provider(call.voice)
    return [
      make(.endpointing, "endpointing", silence, decided), recognition,
      model(make(.model, "chat", clause - Self.length(timing.reply), clause), of: turn, timing), voice,
    ]
  }

  /// The attributes of OpenTelemetry's conventions for generative AI.
  private func model(_ span: FinishedSpan, of turn: TracedTurn, _ timing: TurnTiming) -> FinishedSpan {
    var span = span
    let last = turn.uses.last { !$0.isWasted } ?? turn.uses.last
    let provider = last.map(\.provider).flatMap { $0.isEmpty ? nil : $0 } ?? call.modelProvider
    let model = last.map(\.model).flatMap { $0.isEmpty ? nil : $0 } ?? call.model
    if !model.isEmpty { span.name += " \(model)" }
    span.fields += [
      SpanField("gen_ai.operation.name", "chat"),
      SpanField("gen_ai.conversation.id", .text(call.id.description)),
      SpanField("starling.turn.speculative", .flag(timing.wasSpeculative)),
    ]
    if !provider.isEmpty { span.fields.append(SpanField("gen_ai.provider.name", .text(provider))) }
    if !model.isEmpty { span.fields.append(SpanField("gen_ai.request.model", .text(model))) }
    guard !turn.uses.isEmpty else { return span }
    func sum(_ count: (ModelUse) -> Int) -> FieldValue {
      .integer(Int64(turn.uses.reduce(0) { $0 &+ max(0, count($1)) }))
    }
    span.fields += [
      SpanField("gen_ai.usage.input_tokens", sum(\.input)),
      SpanField("gen_ai.usage.output_tokens", sum(\.output)),
      SpanField("gen_ai.usage.cache_read.input_tokens", sum(\.cachedInput)),
      SpanField("starling.usage.requests", .integer(Int64(turn.uses.count))),
      SpanField("starling.usage.wasted_tokens", sum { $0.isWasted ? $0.input &+ $0.output : 0 }),
    ]
    return span
  }

  private mutating func playoutSpan(_ playout: TracedTurn.Playout, turn: Int, parent: SpanID) -> FinishedSpan
  {
    furtherParts += 1
    return FinishedSpan(
      trace: trace, id: SpanID.of(call.id, turn: turn, part: Part.further.rawValue + furtherParts),
      parent: parent, name: "playout", start: instant(playout.start), end: instant(playout.end),
      fields: stage("playout", turn: turn) + [SpanField("starling.playout.cut", .flag(playout.wasCut))]
        + content.field("agent.text", playout.text) + content.field("agent.heard", playout.heard))
  }

  private func callSpan(endedBy reason: EndReason?) -> FinishedSpan {
    var span = FinishedSpan(
      trace: trace, id: root, parent: nil, name: "call", kind: .server, start: origin, end: instant(lastTime),
      fields: [
        SpanField("starling.stage", "call"), SpanField("starling.call.id", .text(call.id.description)),
        SpanField("starling.call.codec", .text(call.codec)),
        SpanField("starling.call.sample_rate", .integer(Int64(call.rate))),
        SpanField("gen_ai.agent.name", .text(call.agent)),
        SpanField("starling.call.turns", .integer(Int64(serial))),
      ])
    span.fields += content.field("call.from", call.from) + content.field("call.to", call.to)
    if let outcome { span.fields.append(SpanField("starling.call.outcome", .text(outcome.rawValue))) }
    span.moments = moments
    guard let reason else {
      span.status = .failed("the trace ends before the call")
      return span
    }
    span.fields.append(SpanField("starling.call.end_reason", .text(reason.word)))
    switch reason {
    case .providerFailed, .mediaTimeout, .slowReader, .connectionLost: span.status = .failed(reason.word)
    case .agentEnded, .callerHungUp, .callerSilent, .maxDuration, .overBudget, .shutdown: break
    }
    return span
  }

  private func stage(_ name: String, turn: Int) -> [SpanField] {
    [
      SpanField("starling.stage", .text(name)), SpanField("starling.call.id", .text(call.id.description)),
      SpanField("starling.turn.number", .integer(Int64(turn))),
    ]
  }

  private func provider(_ name: String) -> [SpanField] {
    name.isEmpty ? [] : [SpanField("starling.provider", .text(name))]
  }

  /// Nanoseconds since 1970 of a place on the media clock, none before the call.
  private func instant(_ time: MediaTime) -> UInt64 { origin &+ UInt64(max(0, time.nanoseconds)) }

  /// A stage takes no less than no time, and no more than a day.
  private static func length(_ time: MediaTime) -> MediaTime {
    max(.zero, min(time, .seconds(86_400 as Int64)))
  }

  private static func milliseconds(_ time: MediaTime) -> FieldValue {
    .number(Double(time.nanoseconds / 1_000) / 1e3)
  }
}
