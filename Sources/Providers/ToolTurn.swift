internal import Audio
internal import Conversation
internal import Wire

/// Makes a reply of what a language model says and the tools it wants: asks it, has the tools run one after another, and
/// asks again with what they answered, a limited number of times.
///
/// A tool that changes something waits until the caller's turn is certainly over. The same wish is never granted twice in
/// one turn. What is wrong with a wish goes back to the model, which may correct it.
struct ToolTurn: Decider {
  enum Input: Sendable {
    case begin
    case model(step: Int, ChatEvent)
    case answered(use: Int, ToolAnswer)
    case confirm
    case cancel
    case alarm
  }

  enum Action: Sendable {
    case ask(step: Int, ChatRequest)
    case run(use: Int, ToolUse)
    case stopModel
    case stopTool
    case emit(ReplyEvent)
    /// - Parameter isWasted: nil: not known before the reply is confirmed.
    case spent(TokenUsage)
    /// It is over: nobody's handle is needed any more.
    case forget
  }

  private struct Running {
    let use: Int
    let call: ToolCall
    let tool: ToolDefinition
    let arguments: String
    let startedAt: MediaTime
    var tries = 1
    var fillers = 0
    var fillerAt: MediaTime
  }

  static var alarm: Input { .alarm }
  /// A tool that answers sooner needs no filler.
  private static let fillerAfter = MediaTime.milliseconds(600)
  /// After something was said it is still being heard.
  private static let fillerAfterWords = MediaTime.milliseconds(1_500)
  private static let fillerEvery = MediaTime.milliseconds(3_500)
  /// At about 170 words a minute.
  private static let perLetter = MediaTime.milliseconds(62)

  private let request: ReplyRequest
  private let prompt: PromptAssembly
  private let tools: ToolCatalogue
  private var isConfirmed: Bool
  private var step = 0
  private var isAsking = false
  private var messages: [ChatMessage] = []
  private var text = ""
  private var hasSpoken = false
  /// Until when what was said so far is being heard, by estimate.
  private var heardUntil = MediaTime.zero
  private var calls: [ToolCall] = []
  private var running: Running?
  /// A call that waits for the turn to be confirmed.
  private var parked: (call: ToolCall, tool: ToolDefinition, arguments: String)?
  private var lastUse = 0
  private var done: [String: ToolResult] = [:]
  private var flow: FlowState
  private var ending: ReplyEvent?
  /// Of the answer being written, of each attempt at it.
  private var usage: [TokenUsage] = []
  private(set) var isOver = false

  init(_ request: ReplyRequest, prompt: PromptAssembly) {
    self.request = request
    self.prompt = prompt
    tools = ToolCatalogue(of: request.agent)
    isConfirmed = request.isConfirmed
    flow = request.dialogue.flow
    // What a reply that was withdrawn has done for this very turn is done.
    for tool in request.dialogue.tools where tool.after >= position {
      guard let result = tool.result else { continue }
      done[Self.key(tool.name, tool.arguments)] = ToolResult(
        id: tool.id, content: result, isError: tool.isError)
    }
  }

  /// Where this turn's tools stand in the dialogue.
  private var position: Int {
    if case .callerSaid = request.occasion {
      request.dialogue.utterances.count + 1
    } else {
      request.dialogue.utterances.count
    }
  }

  var deadline: MediaTime? {
    guard let running else { return nil }
    return min(running.startedAt + .seconds(running.tool.timeoutSeconds), running.fillerAt)
  }

  mutating func handle(_ input: Input, at now: MediaTime) -> [Action] {
    guard !isOver else { return [] }
    var actions: [Action] = []
    switch input {
    case .begin: begin(at: now, &actions)
    case .model(let number, let event):
      if isAsking, number == step { told(event, at: now, &actions) }
    case .answered(let use, let answer):
      if running?.use == use { answered(answer, at: now, &actions) }
    case .confirm:
      isConfirmed = true
      if let parked {
        self.parked = nil
        run(parked.call, parked.tool, parked.arguments, at: now, &actions)
      }
    case .cancel:
      if isAsking {
        actions.append(.stopModel)
        spend(&actions)
      }
      if running != nil { actions.append(.stopTool) }
      isOver = true
    case .alarm: alarm(at: now, &actions)
    }
    if isOver { actions.append(.forget) }
    return actions
  }

  // MARK: The model

  private mutating func begin(at now: MediaTime, _ actions: inout [Action]) {
    let agent = request.agent
    switch request.occasion {
    case .callAnswered where !agent.greeting.isEmpty:
      say(agent.greeting, at: now, &actions)
      if !agent.recordingNotice.isEmpty { say(agent.recordingNotice, at: now, &actions) }
      finish(&actions)
    case .callerSilent(let times):
      if agent.idle.prompts.indices.contains(times - 1) {
        say(agent.idle.prompts[times - 1], at: now, &actions)
      } else {
        let wasHeard = request.dialogue.utterances.contains { $0.speaker == .caller }
        let outcome: CallOutcome = wasHeard ? .incomplete : .noAnswer
        say(agent.lines.goodbye(for: outcome), at: now, &actions)
        ending = .endCall(reason: outcome.rawValue)
      }
      finish(&actions)
    case .callAnswered, .callerSaid: ask(&actions)
    }
  }

  private mutating func ask(_ actions: inout [Action]) {
    step += 1
    text = ""
    calls = []
    usage = []
    isAsking = true
    actions.append(.ask(step: step, prompt.request(for: request, rest: messages)))
  }

  private mutating func told(_ event: ChatEvent, at now: MediaTime, _ actions: inout [Action]) {
    switch event {
    case .text(let piece):
      text += piece
      emit(piece, at: now, &actions)
    case .toolCall(let call): calls.append(call)
    case .progress: break
    case .usage(let new):
      usage.removeAll { $0.model.isEmpty }
      usage.append(new)
    case .finished:
      isAsking = false
      spend(&actions)
      answered(at: now, &actions)
    case .failed(let error):
      isAsking = false
      spend(&actions)
      fail(error, &actions)
    }
  }

  private func spend(_ actions: inout [Action]) {
    actions += (usage.isEmpty ? [estimated] : usage).map { .spent($0) }
  }

  /// Where the vendor said nothing: four letters a token.
  private var estimated: TokenUsage {
    let asked = prompt.request(for: request, rest: messages)
    let letters = asked.messages.reduce(asked.stablePrompt.utf8.count + asked.volatilePrompt.utf8.count) {
      $0 + $1.letters
    }
    return TokenUsage(input: letters / 4, output: text.utf8.count / 4)
  }

  private mutating func answered(at now: MediaTime, _ actions: inout [Action]) {
    guard !calls.isEmpty else {
      return hasSpoken || ending != nil
        ? finish(&actions) : fail(.unusableAnswer("an empty answer"), &actions)
    }
    guard step <= max(1, request.agent.limits.toolSteps) else {
      // It was told to answer, and did not.
      return hasSpoken ? finish(&actions) : fail(.unusableAnswer("only tool calls, \(step) times"), &actions)
    }
    if !text.isEmpty { messages.append(.assistant(text)) }
    next(at: now, &actions)
  }

  // MARK: Tools

  private mutating func next(at now: MediaTime, _ actions: inout [Action]) {
    while !calls.isEmpty {
      let call = calls.removeFirst()
      messages.append(.toolCall(call))
      switch check(call) {
      case .result(let result, let isError): settle(call, result, isError: isError)
      case .builtIn(let tool, let arguments): useBuiltIn(tool, call, arguments, at: now, &actions)
      case .run(let tool, let arguments):
        guard isConfirmed || !tool.hasSideEffects else {
          parked = (call, tool, arguments)
          return
        }
        return run(call, tool, arguments, at: now, &actions)
      }
    }
    guard ending == nil else { return finish(&actions) }
    if hasSpoken { actions.append(.emit(.text("\n"))) }
    ask(&actions)
  }

  private enum Check {
    case result(String, isError: Bool)
    case builtIn(BuiltInTool, JSONValue)
    case run(ToolDefinition, String)
  }

  private func check(_ call: ToolCall) -> Check {
    guard let tool = tools.tool(call.name) else {
      let names = tools.tools.map(\.name).joined(separator: ", ")
      return .result("There is no tool \"\(call.name.prefix(64))\". There are: \(names).", isError: true)
    }
    let isEmpty = call.arguments.allSatisfy(\.isWhitespace)
    guard let arguments = try? JSONValue(parsing: isEmpty ? "{}" : call.arguments, maximumBytes: 64 << 10)
    else {
      return .result("The arguments are no JSON.", isError: true)
    }
    let problems = tool.parameters.problems(with: arguments)
    guard problems.isEmpty else { return .result(problems.joined(separator: "; ") + ".", isError: true) }
    if let builtIn = BuiltInTool(rawValue: call.name) { return .builtIn(builtIn, arguments) }
    if let known = done[Self.key(call.name, arguments.text)] {
      return .result(known.content, isError: known.isError)
    }
    return .run(tool, arguments.text)
  }

  private static func key(_ name: String, _ arguments: String) -> String { "\(name) \(arguments)" }

  private mutating func settle(_ call: ToolCall, _ result: String, isError: Bool) {
    let isLast = step >= request.agent.limits.toolSteps
    let result = isLast ? "\(result)\n(No more tools in this turn: answer the caller now.)" : result
    messages.append(.toolResult(ToolResult(id: call.id, content: result, isError: isError)))
  }

  private mutating func run(
    _ call: ToolCall, _ tool: ToolDefinition, _ arguments: String, at now: MediaTime,
    _ actions: inout [Action]
  ) {
    lastUse += 1
    let pause = hasSpoken ? Self.fillerAfterWords : Self.fillerAfter
    running = Running(
      use: lastUse, call: call, tool: tool, arguments: arguments, startedAt: now,
      fillerAt: max(now + pause, heardUntil))
    actions.append(
      .emit(.tool(ToolRecord(id: call.id, name: call.name, arguments: arguments, after: position))))
    actions.append(.run(use: lastUse, use(tool, arguments)))
  }

  private func use(_ tool: ToolDefinition, _ arguments: String) -> ToolUse {
    // FNV-1a: the key must be the same for the same wish, and no secret.
    let hash = arguments.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return ToolUse(
      tool: tool, arguments: arguments, call: request.call,
      idempotencyKey: "\(request.call)-\(position)-\(tool.name)-\(String(hash, radix: 16))")
  }

  private mutating func answered(_ answer: ToolAnswer, at now: MediaTime, _ actions: inout [Action]) {
    guard var running else { return }
    switch answer {
    case .result(let text): over(running, Self.bounded(text), isError: false, at: now, &actions)
    case .declined(let reason): over(running, Self.bounded(reason), isError: true, at: now, &actions)
    case .failed(let error):
      let isEarly = (now - running.startedAt) * 2 < .seconds(running.tool.timeoutSeconds)
      guard isEarly, running.tries < 2, error.mayPass else {
        return over(running, "The tool failed: \(error).", isError: true, at: now, &actions)
      }
      lastUse += 1
      running = Running(
        use: lastUse, call: running.call, tool: running.tool, arguments: running.arguments,
        startedAt: running.startedAt, tries: running.tries + 1, fillers: running.fillers,
        fillerAt: running.fillerAt)
      self.running = running
      actions.append(.run(use: lastUse, use(running.tool, running.arguments)))
    }
  }

  private mutating func over(
    _ ended: Running, _ result: String, isError: Bool, at now: MediaTime, _ actions: inout [Action]
  ) {
    running = nil
    var record = ToolRecord(
      id: ended.call.id, name: ended.call.name, arguments: ended.arguments, result: result, after: position)
    record.isError = isError
    actions.append(.emit(.tool(record)))
    done[Self.key(ended.call.name, ended.arguments)] = ToolResult(
      id: ended.call.id, content: result, isError: isError)
    settle(ended.call, result, isError: isError)
    next(at: now, &actions)
  }

  /// A web page is no result, and a long one is cut.
  private static func bounded(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var bytes = 0
    for scalar in text.unicodeScalars {
      bytes += UTF8.width(scalar)
      guard bytes <= ToolUse.longestAnswer else { return String(scalars) + " [cut]" }
      scalars.append(scalar.properties.generalCategory == .control && scalar != "\n" ? " " : scalar)
    }
    return scalars.isEmpty ? "Done." : String(scalars)
  }

  private mutating func alarm(at now: MediaTime, _ actions: inout [Action]) {
    guard var running else { return }
    guard now < running.startedAt + .seconds(running.tool.timeoutSeconds) else {
      actions.append(.stopTool)
      return over(
        running, "The tool did not answer within \(running.tool.timeoutSeconds) seconds.", isError: true,
        at: now,
        &actions)
    }
    guard now >= running.fillerAt else { return }
    let fillers = request.agent.lines.fillers
    let usual = fillers.isEmpty ? "" : fillers[running.fillers % fillers.count]
    let filler = running.fillers == 0 && !running.tool.filler.isEmpty ? running.tool.filler : usual
    if !filler.isEmpty { say(filler, at: now, &actions) }
    running.fillers += 1
    running.fillerAt = now + Self.fillerEvery
    self.running = running
  }

  private mutating func useBuiltIn(
    _ tool: BuiltInTool, _ call: ToolCall, _ arguments: JSONValue, at now: MediaTime,
    _ actions: inout [Action]
  ) {
    let agent = request.agent
    switch tool {
    case .endCall:
      let reason = arguments["reason"]?.string ?? CallOutcome.incomplete.rawValue
      if !hasSpoken {
        say(agent.lines.goodbye(for: CallOutcome(rawValue: reason) ?? .incomplete), at: now, &actions)
      }
      ending = .endCall(reason: reason)
      settle(call, "The call ends.", isError: false)
    case .transfer:
      guard let target = agent.transfers.first(where: { $0.name == arguments["to"]?.string }) else {
        return settle(call, "There is nobody of that name.", isError: true)
      }
      if !hasSpoken { say(agent.lines.transferring, at: now, &actions) }
      ending = .transfer(to: target.address)
      settle(call, "The call is handed over.", isError: false)
    case .sendDigits:
      let keys = (arguments["digits"]?.string ?? "").uppercased().filter { !$0.isWhitespace }
      guard !keys.isEmpty, keys.allSatisfy({ "0123456789*#ABCD".contains($0) }) else {
        return settle(call, "Keys are 0 to 9, *, # and A to D.", isError: true)
      }
      actions.append(.emit(.digits(keys)))
      hasSpoken = true
      settle(call, "The keys are pressed.", isError: false)
    case .collect:
      let slot = arguments["slot"]?.string ?? ""
      let value = arguments["value"]?.string ?? ""
      flow.fill(SlotValue(slot: slot, raw: value, value: typed(value, for: slot)))
      actions.append(.emit(.flow(flow)))
      settle(call, "Noted.", isError: false)
    }
  }

  private func typed(_ value: String, for slot: String) -> TypedValue {
    let agent = request.agent
    guard let type = agent.flow?.questions.first(where: { $0.slot == slot })?.type else {
      return .text(value)
    }
    let reader = SlotReader(
      wallClock: request.wallClock, utcOffsetMinutes: agent.utcOffsetMinutes, currency: agent.currency)
    return reader.read(value, as: type) ?? .text(value)
  }

  // MARK: Out

  private mutating func say(_ line: String, at now: MediaTime, _ actions: inout [Action]) {
    let agent = request.agent
    let filled = LineTemplate(line).filled { name in
      switch name {
      case "agent": agent.name
      case "company": agent.company
      default: flow.value(of: name)?.spoken
      }
    }
    guard let filled, !filled.isEmpty else { return }
    emit(hasSpoken ? "\n\(filled)\n" : "\(filled)\n", at: now, &actions)
  }

  private mutating func emit(_ piece: String, at now: MediaTime, _ actions: inout [Action]) {
    guard !piece.isEmpty else { return }
    if piece.contains(where: { !$0.isWhitespace }) { hasSpoken = true }
    heardUntil = max(now, heardUntil) + Self.perLetter * Int64(piece.utf8.count)
    actions.append(.emit(.text(piece)))
  }

  private mutating func finish(_ actions: inout [Action]) {
    if let ending { actions.append(.emit(ending)) }
    actions.append(.emit(.finished))
    isOver = true
  }

  private mutating func fail(_ error: ProviderError, _ actions: inout [Action]) {
    actions.append(.emit(.failed(error)))
    isOver = true
  }
}

extension ProviderError {
  /// Trying again at once may help.
  fileprivate var mayPass: Bool {
    switch self {
    case .failed, .overloaded, .noProgress: true
    case .misconfigured, .rejectedKey, .rateLimited, .unusableAnswer: false
    }
  }
}

extension ChatMessage {
  fileprivate var letters: Int {
    switch self {
    case .user(let text), .assistant(let text): text.utf8.count
    case .toolCall(let call): call.arguments.utf8.count + call.name.utf8.count
    case .toolResult(let result): result.content.utf8.count
    }
  }
}
