import Testing
import Wire

@Suite("OpenAI-compatible chat completions")
struct ChatCompletionsTests {
  private func chunk(_ text: String) throws -> ChatCompletionsChunk? {
    guard case .chunk(let chunk) = try ChatCompletionsEvent(parsing: bytes(text)) else { return nil }
    return chunk
  }

  @Test("the request has the conversation, its tools and the options")
  func body() throws {
    var request = ChatCompletionsRequest(model: "gpt-4o-mini")
    request.maxTokens = 200
    request.temperature = 0.5
    request.stop = ["\n\n"]
    request.tools = [
      ChatCompletionsTool(name: "end_call", description: "Ends it.", parameters: .emptyObject)
    ]
    request.toolChoice = .auto
    request.messages = [
      .system("Be brief."), .user("Bye"),
      .assistant("", calls: [.init(id: "call_1", name: "end_call", arguments: .emptyObject)]),
      .tool(callID: "call_1", content: "done"),
    ]
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"model":"gpt-4o-mini","messages":[{"role":"system","content":"Be brief."},"#
        + #"{"role":"user","content":"Bye"},{"role":"assistant","content":"","tool_calls":[{"id":"call_1","#
        + #""type":"function","function":{"name":"end_call","arguments":"{}"}}]},"#
        + #"{"role":"tool","tool_call_id":"call_1","content":"done"}],"tools":[{"type":"function","function":"#
        + #"{"name":"end_call","description":"Ends it.","parameters":{}}}],"tool_choice":"auto","#
        + #""max_tokens":200,"temperature":0.5,"stop":["\n\n"],"stream":true,"#
        + #""stream_options":{"include_usage":true}}"#)
    request.tokenLimitName = .maxCompletionTokens
    #expect(try JSONDocument(request.body).root["max_completion_tokens"]?.integer == 200)
  }

  @Test(
    "text is found in every server's chunks",
    arguments: [
      (
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","#
          + #""system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":""},"#
          + #""logprobs":null,"finish_reason":null}]}"#, ""
      ),
      (#"{"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null}"#, "Hello"),
      // llama.cpp
      (#"{"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}]}"#, ""),
      // vLLM
      (
        #"{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" you","#
          + #""reasoning_content":null},"logprobs":null,"finish_reason":"","stop_reason":null}]}"#, " you"
      ),
      // Ollama
      (
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]}"#, "Hi"
      ),
      // Azure begins with a chunk about its filters
      (#"{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}"#, ""),
      (#"{"choices":[{"index":0,"delta":{"refusal":"No."}}]}"#, "No."),
      (#"{"choices":[{"index":1,"delta":{"content":"other"}}]}"#, ""),
    ])
  func texts(text: String, expected: String) throws {
    let found = try chunk(text)
    #expect(found?.text == expected)
    #expect(found?.finish == nil)
  }

  @Test(
    "reasons to finish are told apart",
    arguments: [
      ("stop", .stop), ("length", .length), ("tool_calls", .toolCalls), ("function_call", .toolCalls),
      ("content_filter", .contentFilter), ("abort", .other("abort")),
    ] as [(String, ChatCompletionsChunk.Finish)])
  func finishes(reason: String, expected: ChatCompletionsChunk.Finish) throws {
    let text = #"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"#
    #expect(try chunk(text)?.finish == expected)
  }

  @Test("usage comes with or without choices")
  func usage() throws {
    let figures =
      #""usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"#
      + #""prompt_tokens_details":{"cached_tokens":8}}"#
    let expected = ChatCompletionsUsage(prompt: 10, cached: 8, completion: 5)
    #expect(try chunk(#"{"choices":[],\#(figures)}"#)?.usage == expected)
    #expect(
      try chunk(#"{"choices":[{"delta":{},"finish_reason":"stop"}],\#(figures)}"#)?.usage == expected)
  }

  @Test("the end and errors are told apart, in every server's shape")
  func others() throws {
    #expect(try ChatCompletionsEvent(parsing: bytes("[DONE]")) == .done)
    #expect(try ChatCompletionsEvent(parsing: bytes(" [DONE] ")) == .done)
    #expect(
      try ChatCompletionsEvent(
        parsing: bytes(#"{"error":{"message":"Slow down","type":"rate_limit","code":429}}"#))
        == .error(ChatCompletionsFault(message: "Slow down", type: "rate_limit", code: "429")))
    #expect(
      ChatCompletionsFault(body: bytes(#"{"error":"model 'x' not found"}"#))
        == ChatCompletionsFault(message: "model 'x' not found", type: "", code: ""))
    #expect(
      ChatCompletionsFault(
        body: bytes(#"{"object":"error","message":"m","type":"NotFoundError","param":null,"code":404}"#))
        == ChatCompletionsFault(message: "m", type: "NotFoundError", code: "404"))
    #expect(ChatCompletionsFault(body: bytes("<html>502</html>")) == nil)
    #expect(ChatCompletionsFault(body: bytes("{}")) == nil)
  }

  @Test(
    "what is no event is refused",
    arguments: [
      "", "DONE", "{}", "[]", #"{"choices":null}"#, #"{"choices":{}}"#,
      #"{"choices":[{"delta":{"tool_calls":[{"index":-1}]}}]}"#, #"{"choices":[{"delta":{"content":NaN}}]}"#,
    ])
  func refused(text: String) {
    #expect(throws: WireError.self) { try ChatCompletionsEvent(parsing: bytes(text)) }
  }

  @Test("a call is put together from its pieces, and comes whole from servers that send it whole")
  func toolCalls() throws {
    let pieces = [
      #"{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"#
        + #""id":"call_DdmO","type":"function","function":{"name":"get_weather","arguments":""}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"loc"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\":\"Paris\"}"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"call_2","function":{"name":"end_call","#
        + #""arguments":{"why":"bye"}},"index":1}]}}]}"#,
    ]
    var assembler = ToolCallAssembler()
    for piece in pieces {
      for call in try chunk(piece)?.calls ?? [] {
        try assembler.append(index: call.index, id: call.id, name: call.name, arguments: call.arguments)
      }
    }
    let calls = try assembler.finish()
    #expect(calls.map(\.id) == ["call_DdmO", "call_2"])
    #expect(calls.map(\.name) == ["get_weather", "end_call"])
    #expect(calls.map(\.arguments) == [#"{"loc":"Paris"}"#, #"{"why":"bye"}"#])
  }

  @Test("two calls at one index are two if their ids say so, and an id that is repeated is one")
  func sameIndex() throws {
    var assembler = ToolCallAssembler()
    try assembler.append(index: 0, id: "a", name: "x", arguments: "{}")
    try assembler.append(index: 0, id: "b", name: "y", arguments: #"{"p":"#)
    try assembler.append(index: 0, id: "b", name: "y", arguments: "1")
    try assembler.append(index: 0, id: nil, name: nil, arguments: "}")
    #expect(try assembler.finish().map(\.arguments) == ["{}", #"{"p":1}"#])
  }

  @Test("arguments that are nothing are an empty object", arguments: ["", "  ", "null", "{}"])
  func emptyArguments(text: String) throws {
    var assembler = ToolCallAssembler()
    try assembler.append(index: 0, id: nil, name: "x", arguments: text)
    #expect(try assembler.finish().map(\.arguments) == ["{}"])
  }

  @Test("what a model wrote badly is passed on as it stands", arguments: ["{", "[1]", "not json"])
  func badArguments(text: String) throws {
    var assembler = ToolCallAssembler()
    try assembler.append(index: 0, id: nil, name: "x", arguments: text)
    #expect(try assembler.finish().map(\.arguments) == [text])
  }

  @Test("size and number of calls are bounded, and a call needs a name")
  func bounds() throws {
    var assembler = ToolCallAssembler(mostBytes: 10, mostCalls: 2)
    try assembler.append(index: 0, id: nil, name: "x", arguments: "12345678")
    try assembler.append(index: 1, id: nil, name: nil, arguments: "12")
    #expect(throws: WireError.tooLarge(limit: 10)) {
      try assembler.append(index: 0, id: nil, name: nil, arguments: "3")
    }
    #expect(throws: WireError.tooLarge(limit: 2)) {
      try assembler.append(index: 2, id: nil, name: nil, arguments: "")
    }
    assembler = ToolCallAssembler()
    try assembler.append(index: 0, id: "a", name: nil, arguments: "{}")
    #expect(throws: WireError.missing(.toolName)) { try assembler.finish() }
  }
}
