import Audio
import Conversation
import Providers
import Testing
import Wire

@testable import CloudProviders

@Suite("Conversations in vendors' words")
struct ChatTests {
  private func call(_ id: String, _ arguments: String = "{}") -> ToolCall {
    ToolCall(id: id, name: "book", arguments: arguments)
  }

  @Test("results stand right behind their calls, wherever they came, and every call has one")
  func turns() {
    let turns = ChatTurns.turns([
      .assistant("Hello."), .user("Book"), .user("  "), .user("it."), .assistant("One moment."),
      .toolCall(call("a")), .toolCall(call("b")), .user("Hurry."),
      .toolResult(ToolResult(id: "a", content: "done")), .toolResult(ToolResult(id: "x", content: "?")),
      .assistant("Done."),
    ])
    #expect(
      turns == [
        .assistant(["Hello."], calls: []), .user(["Book", "it."]),
        .assistant(["One moment."], calls: [call("a"), call("b")]),
        .results([
          ToolResult(id: "a", content: "done"),
          ToolResult(id: "b", content: ChatTurns.noResult, isError: true),
        ]), .user(["Hurry."]), .assistant(["Done."], calls: []),
      ])
  }

  @Test("Anthropic gets the stable prompt marked, the user first and last, and only objects as input")
  func anthropic() throws {
    var request = ChatRequest(
      stablePrompt: "Stable.", volatilePrompt: "Now.",
      messages: [.assistant("Hello."), .toolCall(call("a", "not json")), .assistant("So.")],
      tools: [ToolDefinition(name: "book", description: "Books.", parameters: .none)])
    request.parameters.temperature = 1.5
    let root = try JSONDocument(AnthropicModel.body(request, model: "claude-x")).root
    #expect(root["temperature"]?.double == 1)
    let system = root["system"]?.elements ?? []
    #expect(system.map { $0["text"]?.string } == ["Stable.", "Now."])
    #expect(system.map { $0["cache_control"] != nil } == [true, false])
    #expect(root["tools"]?.elements.last?["cache_control"] != nil)
    let messages = root["messages"]?.elements ?? []
    #expect(messages.map { $0["role"]?.string } == ["user", "assistant", "user", "assistant", "user"])
    #expect(messages[1]["content"]?.elements.last?["input"]?.rawText == "{}")
    #expect(messages[2]["content"]?.elements.first?["type"]?.string == "tool_result")
  }

  @Test("what an agent says anew each turn does not move what was said before")
  func stablePrefix() {
    var request = ChatRequest(stablePrompt: "S", volatilePrompt: "It is 9:00.", messages: [.user("Hi")])
    let first = AnthropicModel.body(request, model: "claude-x")
    request.volatilePrompt = "It is 9:01."
    let second = AnthropicModel.body(request, model: "claude-x")
    let shared = String(decoding: zip(first, second).prefix { $0 == $1 }.map(\.0), as: UTF8.self)
    #expect(shared.contains(#""cache_control":{"type":"ephemeral"}"#))
  }

  @Test("OpenAI-compatible servers get one system message, the first")
  func openAI() throws {
    let request = ChatRequest(
      stablePrompt: "Stable.", volatilePrompt: "Now.",
      messages: [.user("Hi"), .toolCall(call("a")), .toolResult(ToolResult(id: "a", content: "ok"))])
    let root = try JSONDocument(OpenAIChatModel.body(request, model: "m", .maxTokens)).root
    let messages = root["messages"]?.elements ?? []
    #expect(messages.map { $0["role"]?.string } == ["system", "user", "assistant", "tool"])
    #expect(messages[0]["content"]?.string == "Stable.\n\nNow.")
    #expect(messages[3]["tool_call_id"]?.string == "a")
    #expect(root["tools"] == nil)
  }

  private func answer(_ texts: [String]) -> [ChatEvent] {
    var answer = OpenAIAnswer(vendor: .test, turn: 4)
    return texts.flatMap { answer.received(Array($0.utf8)) }
  }

  @Test("an OpenAI-compatible answer is over with its end, and its usage counts each token once")
  func openAIAnswer() {
    let events = answer([
      #"{"choices":[{"index":0,"delta":{"content":"Hi"}}]}"#,
      #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
      #"{"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":8}}}"#,
      "[DONE]",
    ])
    #expect(
      events == [
        .text("Hi"), .usage(TokenUsage(input: 2, cachedInput: 8, output: 2)), .finished(.said),
      ])
  }

  @Test("a call without an id gets one, and a server that says that it is done waits for its tools")
  func ollama() {
    let events = answer([
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"book","arguments":"{\"a\":1}"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "[DONE]",
    ])
    #expect(
      events == [
        .progress, .toolCall(ToolCall(id: "call_4_0", name: "book", arguments: #"{"a":1}"#)),
        .finished(.tools),
      ])
  }

  @Test("an answer that is nothing, and one that breaks off, are failures")
  func broken() {
    #expect(answer(["[DONE]"]).first?.isLast == true)
    var answer = OpenAIAnswer(vendor: .test, turn: 0)
    #expect(answer.ended() == [.failed(.failed("Tester: the answer broke off"))])
    var claude = AnthropicAnswer(vendor: .test)
    #expect(claude.ended() == [.failed(.failed("Tester: the answer broke off"))])
    #expect(claude.received(Array("NaN".utf8)).first?.isLast == true)
  }

  @Test("a Claude answer has its text, its calls whole, and its usage")
  func anthropicAnswer() {
    var answer = AnthropicAnswer(vendor: .test)
    let events = [
      #"{"type":"message_start","message":{"id":"m","usage":{"input_tokens":5,"cache_read_input_tokens":90,"output_tokens":1}}}"#,
      #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
      #"{"type":"ping"}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Sure."}}"#,
      #"{"type":"content_block_stop","index":0}"#,
      #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"book","input":{}}}"#,
      #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"d\":"}}"#,
      #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"2}"}}"#,
      #"{"type":"content_block_stop","index":1}"#,
      #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":30}}"#,
      #"{"type":"message_stop"}"#,
    ].flatMap { answer.received(Array($0.utf8)) }
    #expect(
      events == [
        .usage(TokenUsage(input: 5, cachedInput: 90, output: 1)), .text("Sure."), .progress, .progress,
        .progress, .toolCall(ToolCall(id: "t1", name: "book", arguments: #"{"d":2}"#)),
        .usage(TokenUsage(input: 5, cachedInput: 90, output: 30)), .finished(.tools),
      ])
  }

  @Test(
    "refusals say what to do next",
    arguments: [
      (401, "authentication_error", ProviderError.rejectedKey("")),
      (402, "billing_error", .misconfigured("")),
      (404, "not_found_error", .misconfigured("")), (400, "invalid_request_error", .failed("")),
      (529, "overloaded_error", .overloaded("")), (500, "api_error", .failed("")),
      (429, "rate_limit_error", .rateLimited("", retryAfter: .milliseconds(3000))),
    ])
  func refusals(status: Int, type: String, expected: ProviderError) {
    let body = Array(#"{"type":"error","error":{"type":"\#(type)","message":"secret-key-1 \u0007"}}"#.utf8)
    let wait: MediaTime? = status == 429 ? .milliseconds(3000) : nil
    let error = AnthropicAnswer(vendor: .test).refusal(status: status, retryAfter: wait, body: body)
    #expect(error.kind == expected.kind)
    #expect(!"\(error)".contains("secret-key-1"))
    if case .rateLimited(_, let retryAfter) = error { #expect(retryAfter == wait) }
  }

  @Test("no credit is a lasting failure, and a slow-down is not")
  func credit() {
    let answer = OpenAIAnswer(vendor: .test, turn: 0)
    let quota = Array(#"{"error":{"message":"m","type":"t","code":"insufficient_quota"}}"#.utf8)
    #expect(answer.refusal(status: 429, retryAfter: nil, body: quota).isLasting)
    #expect(!answer.refusal(status: 429, retryAfter: nil, body: []).isLasting)
  }
}
