/// What the simulated language models say: a salesperson who qualifies a lead, from nothing but the conversation that
/// is sent. It keeps no state, so that a call may go on with another model.
struct ChatScript {
  struct Message: Equatable {
    enum Role { case user, assistant, tool }

    var role: Role
    var text: String
    /// Tools that this message of the assistant calls.
    var calls: [String] = []
  }

  struct Reply: Equatable {
    /// Sentences parted by spaces; may be empty when a tool is called.
    var text: String
    var call: ChatTool.Call?
  }

  private static let ownQuestions = [
    "Do you have two minutes?", "What are you hoping to get done?", "When would you like to start?",
    "What budget do you have in mind?", "Are you the one who makes the decision?",
    "I can book a free visit with an expert. Which day and time would suit you?",
    "I have you down for that. Is that right?",
  ]
  private static let acknowledgements = [
    "Great, thank you.", "Okay, that sounds like something we do every day.", "Got it.",
    "Thanks, that helps a lot.", "Thank you, that is good to know.", "Perfect.",
  ]

  let questions: [String]
  private let messages: [Message]
  private let tools: [ChatTool]

  init(system: String, messages: [Message], tools: [ChatTool]) {
    self.messages = messages
    self.tools = tools
    let given = Self.questions(in: system)
    questions = given.count >= 3 ? given : Self.ownQuestions
  }

  func reply() -> Reply {
    guard let last = messages.last else { return Reply(text: "Hello. " + questions[0]) }
    if last.role == .tool { return afterTool(last) }
    let said = Self.plain(last.text)
    if said.contains("get my number") || said.contains("have my number") {
      return Reply(text: "Fair question. You left it on our web site when you asked for a quote. " + current)
    }
    if said.contains("not interested") || said.contains("do not call") { return refusal(said) }
    guard let asked else { return Reply(text: "Thank you for taking the call. " + questions[0]) }
    return answered(asked, last.text)
  }

  // MARK: Where the conversation is

  /// The last of the questions that the assistant has asked.
  private var asked: Int? {
    let spoken = messages.filter { $0.role == .assistant }.map { Self.plain($0.text) }
    return questions.indices.last { index in
      let question = Self.plain(Self.lastSentence(questions[index]))
      return spoken.contains { $0.contains(question) }
    }
  }

  private var current: String { questions[asked ?? 0] }

  /// Whether it was called since the caller last said something.
  private func hasCalled(_ tool: ChatTool) -> Bool {
    let last = messages.lastIndex { $0.role == .user } ?? messages.startIndex
    return messages[last...].contains { $0.calls.contains(tool.name) }
  }

  private func called(_ tool: ChatTool) -> Int {
    messages.reduce(0) { $0 + $1.calls.count { $0 == tool.name } }
  }

  private func tool(_ names: String...) -> ChatTool? {
    tools.first { tool in names.contains { tool.name.lowercased().contains($0) } }
  }

  // MARK: Replies

  private func refusal(_ said: String) -> Reply {
    let refusals = messages.count {
      $0.role == .user
        && (Self.plain($0.text).contains("not interested") || Self.plain($0.text).contains("do not call"))
    }
    guard refusals > 1 || said.contains("do not call") else {
      return Reply(text: "I understand, and I won't keep you long. Just one thing. " + current)
    }
    let call = tool("end_call", "hang_up").map {
      $0.call(slot: "outcome", answer: "not_interested", reason: "not_interested")
    }
    return Reply(text: "That's all right. Thank you for your time, and goodbye.", call: call)
  }

  private func answered(_ index: Int, _ answer: String) -> Reply {
    let question = Self.plain(questions[index])
    if let collect = tool("collect", "save_answer"), !hasCalled(collect) {
      return Reply(
        text: "", call: collect.call(slot: "question_\(index + 1)", answer: answer, reason: answer))
    }
    if let booking = tool("book"), called(booking) == 0,
      question.contains("day and time") || question.contains("visit")
    {
      return Reply(
        text: "One moment, please.", call: booking.call(slot: "appointment", answer: answer, reason: answer))
    }
    return goOn(after: index)
  }

  private func goOn(after index: Int) -> Reply {
    guard index + 1 < questions.count else {
      let call = tool("end_call", "hang_up").map {
        $0.call(slot: "outcome", answer: "qualified", reason: "qualified")
      }
      return Reply(
        text: "You're all set. Thank you for your time, and have a great day. Goodbye.", call: call)
    }
    return Reply(
      text: Self.acknowledgements[index % Self.acknowledgements.count] + " " + questions[index + 1])
  }

  private func afterTool(_ result: Message) -> Reply {
    let name = messages.last { !$0.calls.isEmpty }?.calls.last ?? ""
    guard let index = asked else { return Reply(text: questions[0]) }
    if name.contains("end") || name.contains("hang") { return Reply(text: "") }
    if name.contains("book") {
      let failed = result.text.lowercased().contains("error") || result.text.isEmpty
      let next = goOn(after: index)
      let news =
        failed ? "I could not book that right now, so a colleague will call you." : "The visit is booked."
      return Reply(text: news + " " + next.text, call: next.call)
    }
    let answer = messages.last { $0.role == .user }?.text ?? ""
    return answered(index, answer)
  }

  // MARK: Text

  /// Sentences of a prompt that ask something.
  private static func questions(in system: String) -> [String] {
    var found: [String] = []
    // By bytes: prompts are long, and read for every reply.
    var sentence: [UInt8] = []
    for byte in system.utf8 {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "."), UInt8(ascii: "!"): sentence = []
      case UInt8(ascii: "?"):
        let text = String(decoding: sentence, as: UTF8.self).drop { !$0.isLetter }
        if text.count > 7 { found.append(text + "?") }
        sentence = []
      default: sentence.append(byte)
      }
    }
    return Array(found.prefix(20))
  }

  private static func lastSentence(_ text: String) -> String {
    let parts = text.split(separator: ".").map(String.init)
    return parts.last ?? text
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " }.split(separator: " ")
      .joined(separator: " ")
  }
}
