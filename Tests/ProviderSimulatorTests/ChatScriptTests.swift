import Testing

@testable import ProviderSimulator

@Suite("What the model says")
struct ChatScriptTests {
  private static let booking = ChatTool(
    name: "book_visit",
    schema: [
      "properties": ["when": ["type": "string"], "people": ["type": "integer"], "kind": ["enum": ["roof"]]]
    ])
  private static let ending = ChatTool(
    name: "end_call", schema: ["properties": ["reason": ["type": "string"]]])

  private func reply(
    _ turns: [(ChatScript.Message.Role, String)], system: String = "", tools: [ChatTool] = []
  ) -> ChatScript.Reply {
    let messages = turns.map { ChatScript.Message(role: $0.0, text: $0.1) }
    return ChatScript(system: system, messages: messages, tools: tools).reply()
  }

  @Test("the questions of the prompt are asked in their order")
  func order() {
    let system = "Ask these. 1. Do you own a house? 2. How big is it? 3. Do you like it? Then book."
    var turns: [(ChatScript.Message.Role, String)] = [(.user, "Hello?")]
    for question in ["Do you own a house?", "How big is it?", "Do you like it?"] {
      let text = reply(turns, system: system).text
      #expect(text.hasSuffix(question))
      turns += [(.assistant, text), (.user, "Yes")]
    }
    #expect(reply(turns, system: system).text.contains("Goodbye"))
  }

  @Test("a refusal is heard out once, then accepted")
  func refusal() {
    let once: [(ChatScript.Message.Role, String)] = [
      (.assistant, "Do you have two minutes?"), (.user, "No, I am not interested."),
    ]
    let first = reply(once, tools: [Self.ending])
    #expect(first.text.contains("Just one thing") && first.call == nil)
    let twice =
      once + [(.assistant, first.text), (.user, "I said I am not interested. Please do not call me again.")]
    let second = reply(twice, tools: [Self.ending])
    #expect(second.text.contains("goodbye"))
    #expect(second.call == ChatTool.Call(name: "end_call", arguments: "{\"reason\":\"not_interested\"}"))
  }

  @Test("an appointment is booked with arguments of the schema's types, once")
  func booking() {
    let asked: [(ChatScript.Message.Role, String)] = [
      (.assistant, "Which day and time would suit you?"), (.user, "Tuesday at 3"),
    ]
    let call = reply(asked, tools: [Self.booking]).call
    #expect(call?.name == "book_visit")
    #expect(JSONText.object(Array((call?.arguments ?? "").utf8))?["people"] as? Int == 3)
    #expect(call?.arguments.contains("\"kind\":\"roof\"") == true)
  }

  @Test(
    "tokens join to their text", arguments: ["", "Hello there, extraordinarily.", " two  spaces ", "né 对不起"])
  func tokens(_ text: String) { #expect(ChatTokens.split(text).joined() == text) }

  @Test("the fixture's lead is led through every question to the goodbye, with every tool")
  func lead() {
    let collect = ChatTool(
      name: "collect", schema: ["properties": ["slot": ["type": "string"], "value": ["type": "string"]]])
    var messages = [ChatScript.Message(role: .assistant, text: "This is Joe. Do you have two minutes?")]
    var calls: [String] = []
    var spoken = ""
    for line in LineMatcherTests.lines.prefix(8) {
      messages.append(ChatScript.Message(role: .user, text: line.text))
      for _ in 0..<4 {
        let script = ChatScript(system: "", messages: messages, tools: [collect, Self.booking, Self.ending])
        let reply = script.reply()
        spoken = reply.text
        messages.append(
          ChatScript.Message(role: .assistant, text: reply.text, calls: reply.call.map { [$0.name] } ?? []))
        guard let call = reply.call else { break }
        calls.append(call.name)
        if call.name == "end_call" { break }
        messages.append(ChatScript.Message(role: .tool, text: "{\"ok\":true}"))
      }
    }
    #expect(spoken.contains("Goodbye"))
    #expect(calls == Array(repeating: "collect", count: 6) + ["book_visit", "collect", "end_call"])
  }

  @Test("sentences are cut at their ends")
  func sentences() {
    var buffer = TextBuffer()
    buffer.add("It is 3.5 kW. Is that")
    #expect(buffer.sentences() == ["It is 3.5 kW."])
    buffer.add(" right? Yes")
    #expect(buffer.sentences() == [" Is that right?"])
    #expect(buffer.rest() == " Yes")
  }
}
