internal import Conversation

/// A language model's answer that another model can take over in the middle.
///
/// Text is passed on in pieces that can be spoken, so that what is left out at a break is never half a sentence; tool
/// calls are passed on when the answer is complete, so that none is made twice.
struct ChatContinuation: Continuation {
  /// Bytes; no spoken answer is nearly as long.
  private static let longest = 32 << 10
  private static let mostCalls = 16

  let names: [String]
  let original: ChatRequest
  /// Passed on, by whomever.
  private var said = ""
  private var cutter = SentenceCutter()
  private var trimmer = RepeatTrimmer(after: "")
  private var calls: [ToolCall] = []
  private var usage: TokenUsage?
  private var bytes = 0
  private var name = ""

  init(_ request: ChatRequest, names: [String]) {
    original = request
    self.names = names
  }

  var request: ChatRequest? {
    guard !said.isEmpty else { return original }
    var request = original
    request.messages.append(.assistant(said))
    request.messages.append(
      .user("(The line broke off here. Go on exactly where you stopped, and repeat nothing.)"))
    return request
  }

  mutating func begin(choice: Int) {
    name = names.indices.contains(choice) ? names[choice] : ""
    cutter = SentenceCutter(cutsFirstClause: said.isEmpty)
    trimmer = RepeatTrimmer(after: said)
    calls = []
    usage = nil
    bytes = 0
  }

  mutating func take(_ event: ChatEvent) -> Progress<ChatEvent> {
    switch event {
    case .text(let text):
      bytes += text.utf8.count
      guard bytes <= Self.longest else { return .failed(.unusableAnswer("more than \(Self.longest) bytes")) }
      guard !text.isEmpty else { return .nothing }
      return pass(cutter.feed(trimmer.feed(Self.cleaned(text))), else: .sign([]))
    case .toolCall(let call):
      bytes += call.arguments.utf8.count
      guard bytes <= Self.longest, calls.count < Self.mostCalls else {
        return .failed(.unusableAnswer("too many tool calls, or too long ones"))
      }
      calls.append(call)
      return .sign([])
    case .progress: return .sign([])
    case .usage(var usage):
      usage.model = name
      self.usage = usage
      return .nothing
    case .finished(let reason): return finished(reason)
    case .failed(let error): return .failed(error)
    }
  }

  private mutating func pass(_ pieces: [String], else progress: Progress<ChatEvent>) -> Progress<ChatEvent> {
    guard !pieces.isEmpty else { return progress }
    for piece in pieces { said += said.isEmpty ? piece : " \(piece)" }
    return .content(pieces.map { .text("\($0) ") })
  }

  private mutating func finished(_ reason: StopReason) -> Progress<ChatEvent> {
    var events: [ChatEvent] = []
    // An answer that came to its limit breaks off in mid-sentence: that part is not said.
    if reason != .length || said.isEmpty {
      let rest = cutter.feed(trimmer.flush()) + cutter.flush()
      if case .content(let texts) = pass(rest, else: .nothing) { events = texts }
    }
    guard !said.isEmpty || !calls.isEmpty else {
      return .failed(.unusableAnswer(reason == .refused ? "the model would not answer" : "an empty answer"))
    }
    events += calls.map { .toolCall($0) }
    events += used
    events.append(.finished(calls.isEmpty ? reason : .tools))
    return .done(events)
  }

  mutating func handOver() {}

  /// What was said stands, up to its last whole piece.
  func ending(_ error: ProviderError) -> [ChatEvent] {
    [said.isEmpty ? .failed(error) : .finished(.other("broken off: \(error)"))]
  }

  /// Vendors charge for what they read and wrote, whether it came to anything or not.
  var used: [ChatEvent] { usage.map { [.usage($0)] } ?? [] }

  var ended: [ChatEvent] { [.finished(.said)] }

  /// Control characters are no speech; a line break is one.
  private static func cleaned(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return text
    }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      clean.append(scalar == "\n" || !isControl ? scalar : " ")
    }
    return String(clean)
  }
}
