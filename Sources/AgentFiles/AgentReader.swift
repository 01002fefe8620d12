internal import Conversation
internal import Redaction
internal import Yams

/// Reads one agent definition out of a YAML tree; what can only be checked at the end piles up on the way.
struct AgentReader {
  let file: String
  /// Lines with placeholders, checked once all slots are known.
  private var lines: [(text: String, mark: Mark?)] = []
  private var targets: [(id: String, mark: Mark?)] = []

  init(file: String) {
    self.file = file
  }

  mutating func agent(_ node: Node) throws(AgentFileError) -> AgentDefinition {
    let map = try YAMLMapping(node, owner: "an agent", keys: Self.agentKeys, file: file)
    var agent = AgentDefinition(
      name: try plain("name", in: map), company: try plain("company", in: map),
      greeting: try requiredLine("greeting", in: map))
    agent.language = try language(map) ?? agent.language
    agent.voice = try map.string("voice") ?? agent.voice
    agent.persona = try map.string("persona") ?? agent.persona
    agent.recordingNotice = try line("recording_notice", in: map) ?? agent.recordingNotice
    agent.maxDurationSeconds =
      try map.integer("max_duration_seconds", in: 10...7200) ?? agent.maxDurationSeconds
    agent.utcOffsetMinutes = try utcOffset(map) ?? agent.utcOffsetMinutes
    agent.currency = try currency(map) ?? agent.currency
    if let node = map.node("patience_ms") { agent.patience = try patience(node) }
    if let node = map.node("idle") { agent.idle = try idle(node) }
    if let node = map.node("limits") { agent.limits = try limits(node) }
    if let node = map.node("providers") { agent.providers = try providers(node) }
    agent.tools = try tools(map)
    agent.transfers = try transfers(map)
    if let node = map.node("lines") { agent.lines = try agentLines(node) }
    if let node = map.node("lexicon") { agent.lexicon = try lexicon(node) }
    agent.redact = try redact(map)
    if let node = map.node("flow") { agent.flow = try flow(node) }
    try checkReferences(in: agent)
    return agent
  }

  private static let agentKeys = [
    "name", "company", "language", "voice", "persona", "greeting", "recording_notice", "max_duration_seconds",
    "utc_offset", "currency", "patience_ms", "idle", "limits", "providers", "tools", "transfers", "lines",
    "lexicon", "redact", "flow",
  ]

  // MARK: - Texts

  private func plain(_ key: String, in map: YAMLMapping) throws(AgentFileError) -> String {
    try YAMLMapping.string(try map.required(key), key: key, file: file)
  }

  mutating func line(_ key: String, in map: YAMLMapping) throws(AgentFileError) -> String? {
    guard let node = map.node(key) else { return nil }
    return try line(node, key: key)
  }

  mutating func requiredLine(_ key: String, in map: YAMLMapping) throws(AgentFileError) -> String {
    try line(try map.required(key), key: key)
  }

  /// Folds a text of several lines into one and remembers its placeholders.
  mutating func line(_ node: Node, key: String) throws(AgentFileError) -> String {
    let text = try YAMLMapping.string(node, key: key, file: file)
    lines.append((text, node.mark))
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  mutating func linesList(_ key: String, in map: YAMLMapping) throws(AgentFileError) -> [String]? {
    guard let nodes = try map.sequence(key) else { return nil }
    var texts: [String] = []
    for node in nodes { texts.append(try line(node, key: key)) }
    return texts
  }

  mutating func target(in map: YAMLMapping) throws(AgentFileError) -> FlowTarget? {
    let outcome = try map.oneOf("end", CallOutcome.self)
    guard let node = map.node("goto") else { return outcome.map(FlowTarget.end) }
    let id = try YAMLMapping.string(node, key: "goto", file: file)
    if outcome != nil {
      throw map.error("end", .wrongType(key: "end", expected: "left out next to \"goto\""))
    }
    targets.append((id, node.mark))
    return .question(id)
  }

  // MARK: - Settings

  private func language(_ map: YAMLMapping) throws(AgentFileError) -> String? {
    guard let tag = try map.string("language") else { return nil }
    guard tag == "en" || tag.hasPrefix("en-") else {
      throw map.error(
        "language", .badValue(key: "language", value: tag, expected: "en, en-US, en-GB, …", suggestion: nil))
    }
    return tag
  }

  private func currency(_ map: YAMLMapping) throws(AgentFileError) -> String? {
    guard let code = try map.string("currency") else { return nil }
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else {
      throw map.error(
        "currency",
        .badValue(
          key: "currency", value: code, expected: "an ISO 4217 code such as USD", suggestion: nil))
    }
    return code
  }

  /// "-05:00" in minutes.
  private func utcOffset(_ map: YAMLMapping) throws(AgentFileError) -> Int? {
    guard let text = try map.string("utc_offset") else { return nil }
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    let sign = text.hasPrefix("-") ? -1 : 1
    guard text.hasPrefix("+") || text.hasPrefix("-"), parts.count == 2,
      parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), hours <= 14, minutes < 60
    else {
      throw map.error(
        "utc_offset",
        .badValue(
          key: "utc_offset", value: text, expected: "an offset such as \"-05:00\", in quotes", suggestion: nil
        ))
    }
    return sign * (hours * 60 + minutes)
  }

  private func patience(_ node: Node) throws(AgentFileError) -> Patience {
    let keys = AnswerKind.allCases.map(\.rawValue)
    let map = try YAMLMapping(node, owner: "patience_ms", keys: keys, file: file)
    var patience = Patience()
    patience.yesNoMs = try map.integer("yes_no", in: 50...10_000) ?? patience.yesNoMs
    patience.shortValueMs = try map.integer("short", in: 50...10_000) ?? patience.shortValueMs
    patience.openMs = try map.integer("open", in: 50...10_000) ?? patience.openMs
    patience.spelledMs = try map.integer("spelled", in: 50...10_000) ?? patience.spelledMs
    return patience
  }

  private mutating func idle(_ node: Node) throws(AgentFileError) -> IdleLadder {
    let map = try YAMLMapping(node, owner: "idle", keys: ["silence_seconds", "prompts"], file: file)
    var idle = IdleLadder()
    idle.silenceSeconds = try map.number("silence_seconds", in: 1...120) ?? idle.silenceSeconds
    idle.prompts = try linesList("prompts", in: map) ?? idle.prompts
    return idle
  }

  private func limits(_ node: Node) throws(AgentFileError) -> CallLimits {
    let keys = [
      "warning_seconds", "wait_seconds", "sound_seconds", "hold_seconds", "speculation_waste", "tool_steps",
      "budget_usd", "daily_budget_usd",
    ]
    let map = try YAMLMapping(node, owner: "limits", keys: keys, file: file)
    var limits = CallLimits()
    limits.warningSeconds = try map.number("warning_seconds", in: 0...600) ?? limits.warningSeconds
    limits.waitSeconds = try map.number("wait_seconds", in: 1...600) ?? limits.waitSeconds
    limits.soundSeconds = try map.number("sound_seconds", in: 1...60) ?? limits.soundSeconds
    limits.holdSeconds = try map.number("hold_seconds", in: 5...3_600) ?? limits.holdSeconds
    limits.speculationWaste = try map.number("speculation_waste", in: 0...1) ?? limits.speculationWaste
    limits.toolSteps = try map.integer("tool_steps", in: 1...20) ?? limits.toolSteps
    limits.budgetUSD = try map.number("budget_usd", in: 0.001...10_000)
    limits.dailyBudgetUSD = try map.number("daily_budget_usd", in: 0.001...1_000_000)
    return limits
  }

  private func lexicon(_ node: Node) throws(AgentFileError) -> [String: String] {
    var table: [String: String] = [:]
    var keys: Set<String> = []
    for (key, value) in try YAMLMapping.pairs(of: node, key: "lexicon", file: file) {
      let spoken = try YAMLMapping.string(value, key: key.string, file: file)
      guard SpeechNormaliser.canPronounce(key.string, as: spoken) else {
        throw AgentFileError(
          at: value.mark, in: file,
          .badValue(
            key: key.string, value: spoken,
            expected: "one to eight written words and a respelling in letters, such as \"H vac\"",
            suggestion: nil))
      }
      guard keys.insert(SpeechNormaliser.lexiconKey(key.string)).inserted else {
        throw AgentFileError(at: key.mark, in: file, .duplicate(kind: "lexicon entry", id: key.string))
      }
      table[key.string] = spoken
    }
    return table
  }

  private func redact(_ map: YAMLMapping) throws(AgentFileError) -> Set<PIIKind> {
    guard let nodes = try map.sequence("redact") else { return [] }
    var kinds: Set<PIIKind> = []
    for node in nodes {
      let kind = try YAMLMapping.oneOf(node, key: "redact", PIIKind.self, file: file)
      guard kinds.insert(kind).inserted else {
        throw AgentFileError(at: node.mark, in: file, .duplicate(kind: "rule", id: kind.rawValue))
      }
    }
    return kinds
  }

  private mutating func agentLines(_ node: Node) throws(AgentFileError) -> AgentLines {
    let keys = Self.lineKeys.map(\.key) + ["acknowledgements", "fillers", "corrected", "goodbyes"]
    let map = try YAMLMapping(node, owner: "lines", keys: keys, file: file)
    var result = AgentLines()
    for (key, path) in Self.lineKeys {
      if let text = try line(key, in: map) { result[keyPath: path] = text }
    }
    result.acknowledgements = try linesList("acknowledgements", in: map) ?? result.acknowledgements
    result.fillers = try linesList("fillers", in: map) ?? result.fillers
    if let text = try map.string("corrected") {
      let withValue = LineTemplate(text).filled { $0 == "value" ? "" : "{\($0)}" } ?? text
      lines.append((withValue, map.node("corrected")?.mark))
      result.corrected = text
    }
    if let node = map.node("goodbyes") {
      let outcomes = CallOutcome.allCases
      let goodbyes = try YAMLMapping(node, owner: "goodbyes", keys: outcomes.map(\.rawValue), file: file)
      for outcome in outcomes {
        if let text = try line(outcome.rawValue, in: goodbyes) { result.goodbyes[outcome] = text }
      }
    }
    return result
  }

  private static var lineKeys: [(key: String, path: WritableKeyPath<AgentLines, String>)] {
    [
      ("repeating", \.repeating), ("identity", \.identity), ("robot", \.robot), ("holding", \.holding),
      ("presence", \.presence), ("hello", \.hello), ("not_caught", \.notCaught), ("skipping", \.skipping),
      ("giving_up", \.givingUp), ("which_day", \.whichDay), ("time_up", \.timeUp), ("trouble", \.trouble),
      ("time_warning", \.timeWarning), ("transferring", \.transferring),
    ]
  }

  // MARK: - References

  private func checkReferences(in agent: AgentDefinition) throws(AgentFileError) {
    let questions = agent.flow?.questions ?? []
    let ids = questions.map(\.id)
    for (id, mark) in targets where !ids.contains(id) {
      let problem = AgentFileError.Problem.unknownQuestion(
        id, suggestion: EditDistance.nearest(to: id, in: ids))
      throw AgentFileError(at: mark, in: file, problem)
    }
    let names = ["agent", "company"] + questions.map(\.slot)
    for (text, mark) in lines {
      for name in LineTemplate(text).placeholders where !names.contains(name) {
        let suggestion = EditDistance.nearest(to: name, in: names)
        throw AgentFileError(at: mark, in: file, .unknownPlaceholder(name, suggestion: suggestion))
      }
    }
  }
}
