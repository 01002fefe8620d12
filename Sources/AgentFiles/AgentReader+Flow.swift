internal import Conversation
internal import Yams

extension AgentReader {
  mutating func flow(_ node: Node) throws(AgentFileError) -> ScriptedFlow {
    let keys = ["max_turns", "questions", "objections"]
    let map = try YAMLMapping(node, owner: "flow", keys: keys, file: file)
    let nodes = try YAMLMapping.sequence(try map.required("questions"), key: "questions", file: file)
    var questions: [FlowQuestion] = []
    for node in nodes {
      let question = try question(node)
      if questions.contains(where: { $0.id == question.id }) {
        throw AgentFileError(at: node.mark, in: file, .duplicate(kind: "question", id: question.id))
      }
      if questions.contains(where: { $0.slot == question.slot }) {
        throw AgentFileError(at: node.mark, in: file, .duplicate(kind: "slot", id: question.slot))
      }
      questions.append(question)
    }
    guard questions.contains(where: { !$0.isSide }) else {
      throw map.error(
        "questions", .wrongType(key: "questions", expected: "a list with at least one main question"))
    }
    let objections = try objections(map)
    let turns = try map.integer("max_turns", in: 4...500) ?? 60
    return ScriptedFlow(questions: questions, objections: objections, maxTurns: turns)
  }

  // MARK: - Questions

  private mutating func question(_ node: Node) throws(AgentFileError) -> FlowQuestion {
    let map = try YAMLMapping(node, owner: "a question", keys: Self.questionKeys, file: file)
    let id = try identifier("id", in: map)
    var question = FlowQuestion(
      id: id, prompt: try requiredLine("prompt", in: map),
      slot: map.node("slot") == nil ? id : try identifier("slot", in: map), type: try slotType(map))
    question.brief = try line("brief", in: map)
    question.reprompts = try linesList("reprompts", in: map) ?? []
    question.acknowledgements = try linesList("acknowledgements", in: map) ?? []
    question.isRequired = try map.bool("required") ?? true
    question.isSide = try map.bool("side") ?? false
    question.isSensitive = try map.bool("sensitive") ?? false
    question.expects = try map.oneOf("expects", AnswerKind.self)
    question.timePrompt = try line("time_prompt", in: map) ?? question.timePrompt
    question.next = try target(in: map)
    for node in try map.sequence("branches") ?? [] {
      question.branches.append(try branch(node, of: question.type))
    }
    return question
  }

  private static let questionKeys = [
    "id", "prompt", "brief", "slot", "type", "choices", "needs_time", "time_prompt", "required", "side",
    "expects", "sensitive",
    "reprompts", "acknowledgements", "branches", "goto", "end",
  ]

  private enum TypeName: String, CaseIterable {
    case text, number, money, choice
    case yesNo = "yes_no"
    case dateTime = "date_time"
  }

  private func slotType(_ map: YAMLMapping) throws(AgentFileError) -> SlotType {
    let type = try YAMLMapping.oneOf(try map.required("type"), key: "type", TypeName.self, file: file)
    if type != .dateTime, map.node("needs_time") != nil {
      throw map.error("needs_time", .wrongType(key: "needs_time", expected: "left out for this type"))
    }
    if type != .choice && type != .yesNo, map.node("choices") != nil {
      throw map.error("choices", .wrongType(key: "choices", expected: "left out for this type"))
    }
    switch type {
    case .text: return .freeText
    case .number: return .number
    case .money: return .money
    case .dateTime: return .dateTime(needsTime: try map.bool("needs_time") ?? false)
    case .yesNo:
      let choices =
        try map.node("choices").map { node throws(AgentFileError) in try self.choices(node) } ?? []
      for choice in choices where choice.value != "yes" && choice.value != "no" {
        throw map.error(
          "choices", .badValue(key: "choices", value: choice.value, expected: "yes and no", suggestion: nil))
      }
      return .yesNo(
        yes: choices.first { $0.value == "yes" }?.synonyms ?? [],
        no: choices.first { $0.value == "no" }?.synonyms ?? [])
    case .choice:
      let choices = try choices(try map.required("choices"))
      if choices.isEmpty {
        throw map.error("choices", .wrongType(key: "choices", expected: "at least one choice"))
      }
      return .choice(choices)
    }
  }

  private func choices(_ node: Node) throws(AgentFileError) -> [SlotChoice] {
    var choices: [SlotChoice] = []
    for (key, value) in try YAMLMapping.pairs(of: node, key: "choices", file: file) {
      var synonyms: [String] = []
      for node in try YAMLMapping.sequence(value, key: key.string, file: file) {
        synonyms.append(try YAMLMapping.string(node, key: key.string, file: file))
      }
      choices.append(SlotChoice(key.string, synonyms: synonyms))
    }
    return choices
  }

  private mutating func branch(_ node: Node, of type: SlotType) throws(AgentFileError) -> FlowBranch {
    let map = try YAMLMapping(node, owner: "a branch", keys: ["when", "say", "goto", "end"], file: file)
    let condition = try condition(try map.required("when"), of: type)
    let say = try line("say", in: map)
    let target = try target(in: map)
    return FlowBranch(when: condition, say: say, target: target)
  }

  /// "no", a choice's value, "below 5000", "at least 5000".
  private func condition(_ node: Node, of type: SlotType) throws(AgentFileError) -> FlowBranch.Condition {
    let text = try YAMLMapping.string(node, key: "when", file: file)
    let allowed: [String]
    switch type {
    case .yesNo: allowed = ["yes", "no"]
    case .choice(let choices): allowed = choices.map(\.value)
    case .number, .money:
      if let limit = Double(text.dropping("below ") ?? "") { return .below(limit) }
      if let limit = Double(text.dropping("at least ") ?? "") { return .atLeast(limit) }
      allowed = ["below N", "at least N"]
    case .dateTime, .freeText: allowed = ["no branches for this type"]
    }
    if allowed.contains(text), !text.hasSuffix(" N") { return .answer(text) }
    let problem = AgentFileError.Problem.badValue(
      key: "when", value: text, expected: allowed.joined(separator: ", "),
      suggestion: EditDistance.nearest(to: text, in: allowed))
    throw AgentFileError(at: node.mark, in: file, problem)
  }

  // MARK: - Objections

  private mutating func objections(_ flow: YAMLMapping) throws(AgentFileError) -> [FlowObjection] {
    var objections: [FlowObjection] = []
    for node in try flow.sequence("objections") ?? [] {
      let objection = try objection(node)
      if objections.contains(where: { $0.id == objection.id }) {
        throw AgentFileError(at: node.mark, in: file, .duplicate(kind: "objection", id: objection.id))
      }
      objections.append(objection)
    }
    return objections
  }

  private mutating func objection(_ node: Node) throws(AgentFileError) -> FlowObjection {
    let keys = ["id", "triggers", "replies", "goto", "end", "last_straw"]
    let map = try YAMLMapping(node, owner: "an objection", keys: keys, file: file)
    let id = try identifier("id", in: map)
    var triggers: [String] = []
    for node in try YAMLMapping.sequence(try map.required("triggers"), key: "triggers", file: file) {
      let phrase = try YAMLMapping.string(node, key: "triggers", file: file)
      // A phrase of fillers alone would match nothing, or everything.
      guard !SpokenWords.canonical(phrase).isEmpty else {
        throw AgentFileError(
          at: node.mark, in: file, .wrongType(key: "triggers", expected: "a list of phrases"))
      }
      triggers.append(phrase)
    }
    _ = try map.required("replies")
    return FlowObjection(
      id: id, triggers: triggers, replies: try linesList("replies", in: map) ?? [], next: try target(in: map),
      lastStraw: try map.oneOf("last_straw", CallOutcome.self))
  }

  func identifier(_ key: String, in map: YAMLMapping) throws(AgentFileError) -> String {
    let node = try map.required(key)
    let text = try YAMLMapping.string(node, key: key, file: file)
    let isName = text.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
    }
    guard isName, text.utf8.count <= 64, !["agent", "company", "value"].contains(text) else {
      let problem = AgentFileError.Problem.badValue(
        key: key, value: text, expected: "a name of small letters, digits and _", suggestion: nil)
      throw AgentFileError(at: node.mark, in: file, problem)
    }
    return text
  }
}

extension String {
  fileprivate func dropping(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
