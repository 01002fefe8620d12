import Testing
import Wire

@Suite("Anthropic Messages")
struct AnthropicTests {
  private func request() throws -> AnthropicRequest {
    var request = AnthropicRequest(model: "claude-haiku-4-5", maxTokens: 300)
    request.temperature = 0.3
    request.system = ["You book visits.", "", "Today is Monday."]
    request.stableSystem = 1
    request.tools = [
      AnthropicTool(name: "end_call", description: "Ends the call.", inputSchema: .emptyObject),
      AnthropicTool(
        name: "book_visit", description: "Books.",
        inputSchema: try JSONFragment(object: #"{"type":"object","properties":{"day":{"type":"string"}}}"#)),
    ]
    request.messages = [
      AnthropicMessage(.user, [.text("Hello")]),
      AnthropicMessage(.assistant, [.text(" ")]),
      AnthropicMessage(.user, [.text("Tuesday?")]),
      AnthropicMessage(
        .assistant,
        [
          .text("One moment."),
          .toolUse(id: "toolu_1", name: "book_visit", input: try JSONFragment(object: #"{"day":"Tue"}"#)),
        ]),
      AnthropicMessage(.user, [.toolResult(id: "toolu_1", content: "full", isError: true)]),
    ]
    return request
  }

  @Test("the request marks the stable end of system and tools, and joins messages of one role")
  func body() throws {
    let expected =
      #"{"model":"claude-haiku-4-5","max_tokens":300,"stream":true,"temperature":0.3,"#
      + #""system":[{"type":"text","text":"You book visits.","cache_control":{"type":"ephemeral"}},"#
      + #"{"type":"text","text":"Today is Monday."}],"#
      + #""tools":[{"name":"end_call","description":"Ends the call.","input_schema":{}},"#
      + #"{"name":"book_visit","description":"Books.","#
      + #""input_schema":{"type":"object","properties":{"day":{"type":"string"}}},"#
      + #""cache_control":{"type":"ephemeral"}}],"#
      + #""messages":[{"role":"user","content":[{"type":"text","text":"Hello"},"#
      + #"{"type":"text","text":"Tuesday?"}]},"#
      + #"{"role":"assistant","content":[{"type":"text","text":"One moment."},"#
      + #"{"type":"tool_use","id":"toolu_1","name":"book_visit","input":{"day":"Tue"}}]},"#
      + #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"full","#
      + #""is_error":true}]}]}"#
    #expect(try String(decoding: request().body, as: UTF8.self) == expected)
    #expect(try JSONDocument(request().body).root["messages"]?.elements.count == 3)
  }

  @Test("a longer conversation begins with the same bytes, up to the messages")
  func stablePrefix() throws {
    let first = try request()
    var second = first
    second.messages.append(AnthropicMessage(.assistant, [.text("It is full.")]))
    let shared = zip(first.body, second.body).prefix { $0 == $1 }.count
    #expect(shared >= first.body.count - 2)
  }

  @Test("the conversation so far is marked for the cache if that is asked for")
  func cachedMessages() throws {
    var request = try request()
    request.cachesMessages = true
    let last = try JSONDocument(request.body).root["messages"]?.elements.last
    #expect(last?["content"]?.elements.last?["cache_control"]?["type"]?.string == "ephemeral")
    #expect(last?["content"]?.elements.last?["cache_control"] != nil)
  }

  @Test(
    "every event of the documented streams is read",
    arguments: [
      (
        #"{"type":"message_start","message":{"id":"msg_1nZd","type":"message","role":"assistant","content":[],"#
          + #""model":"claude-sonnet-4-5","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"#
          + #""cache_creation_input_tokens":0,"cache_read_input_tokens":2048,"output_tokens":1}}}"#,
        .messageStart(
          id: "msg_1nZd", model: "claude-sonnet-4-5",
          usage: AnthropicUsage(input: 25, cacheCreation: 0, cacheRead: 2048, output: 1))
      ),
      (
        #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
        .textStart(block: 0, text: "")
      ),
      (#"{"type": "ping"}"#, .ping),
      (
        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}"#,
        .textDelta(block: 0, text: "Hello")
      ),
      (#"{"type":"content_block_stop","index":0}"#, .blockStop(block: 0)),
      (
        #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_01T1","#
          + #""name":"get_weather","input":{}}}"#,
        .toolStart(block: 1, id: "toolu_01T1", name: "get_weather")
      ),
      (
        #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","#
          + #""partial_json":"{\"location\": \"San Fra"}}"#,
        .inputDelta(block: 1, json: #"{"location": "San Fra"#)
      ),
      (
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"#
          + #""usage":{"output_tokens":89}}"#,
        .messageDelta(stop: .toolUse, usage: AnthropicUsage(output: 89))
      ),
      (#"{"type":"message_stop"}"#, .messageStop),
      (
        #"{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}"#,
        .error(AnthropicFault(kind: .overloaded, message: "Overloaded"))
      ),
      (
        #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"#,
        .unknown("thinking")
      ),
      (
        #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}}"#,
        .unknown("signature_delta")
      ),
      (#"{"type":"message_vanishes"}"#, .unknown("message_vanishes")),
    ] as [(String, AnthropicEvent)])
  func events(text: String, expected: AnthropicEvent) throws {
    #expect(try AnthropicEvent(parsing: bytes(text)) == expected)
  }

  @Test(
    "what is no event is refused",
    arguments: [
      "", "[DONE]", "{}", #"{"type":"content_block_delta","index":0}"#,
      #"{"type":"content_block_delta","index":-1,"delta":{"type":"text_delta","text":""}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":7}}"#,
      #"{"type":"content_block_stop"}"#, #"{"type":"content_block_start","index":99999,"content_block":{}}"#,
      #"{"type":"message_start","message":{"usage":{"input_tokens":NaN}}}"#,
    ])
  func refused(text: String) { #expect(throws: WireError.self) { try AnthropicEvent(parsing: bytes(text)) } }

  @Test(
    "reasons to stop are told apart",
    arguments: [
      ("end_turn", .endTurn), ("max_tokens", .maxTokens), ("stop_sequence", .stopSequence),
      ("refusal", .refusal), ("pause_turn", .other("pause_turn")),
    ] as [(String, AnthropicStop)])
  func stops(reason: String, expected: AnthropicStop) throws {
    let text = #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)"},"usage":{"output_tokens":-4}}"#
    #expect(
      try AnthropicEvent(parsing: bytes(text)) == .messageDelta(stop: expected, usage: AnthropicUsage()))
  }

  @Test("a refused request's body says why")
  func faults() {
    let body =
      #"{"type":"error","error":{"type":"not_found_error","message":"model: claude-x"},"request_id":"req_0"}"#
    #expect(
      AnthropicFault(body: bytes(body))
        == AnthropicFault(kind: .notFound, message: "model: claude-x", requestID: "req_0"))
    #expect(AnthropicFault(body: bytes(#"{"error":{"type":"new_error"}}"#))?.kind == .other)
    #expect(AnthropicFault(body: bytes("upstream connect error")) == nil)
  }

  @Test("later figures of the usage replace earlier ones")
  func usage() {
    var usage = AnthropicUsage(input: 25, cacheRead: 2048, output: 1)
    usage.update(AnthropicUsage(output: 15))
    #expect(usage == AnthropicUsage(input: 25, cacheRead: 2048, output: 15))
  }
}
