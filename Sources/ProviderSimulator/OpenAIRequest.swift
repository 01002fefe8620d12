/// A request for a chat completion, checked as the vendor checks it.
struct OpenAIRequest {
  let model: String
  let maxTokens: Int
  let isStreaming: Bool
  let wantsUsage: Bool
  let script: ChatScript
  /// All that the model reads.
  let prompt: String

  init(_ request: SimulatedRequest) throws(ChatMistake) {
    guard request.method == "POST", let object = JSONText.object(request.body) else {
      throw .init(reason: "We could not parse the JSON body of your request.")
    }
    guard let model = object["model"] as? String else {
      throw .init(reason: "you must provide a model parameter")
    }
    guard let given = object["messages"] as? [[String: Any]], !given.isEmpty else {
      throw .init(reason: "[] is too short - 'messages'")
    }
    self.model = model
    isStreaming = object["stream"] as? Bool ?? false
    wantsUsage = (object["stream_options"] as? [String: Any])?["include_usage"] as? Bool ?? false
    maxTokens = object["max_completion_tokens"] as? Int ?? object["max_tokens"] as? Int ?? 4096
    var tools: [ChatTool] = []
    for tool in object["tools"] as? [[String: Any]] ?? [] {
      guard tool["type"] as? String == "function", let function = tool["function"] as? [String: Any],
        let name = function["name"] as? String
      else { throw .init(reason: "Missing required parameter: 'tools[0].function'.") }
      tools.append(ChatTool(name: name, schema: function["parameters"] as? [String: Any] ?? [:]))
    }
    var system = ""
    let messages = try Self.messages(given, system: &system)
    script = ChatScript(system: system, messages: messages, tools: tools)
    prompt = JSONText.write(object["tools"] ?? [String]()) + JSONText.write(given)
  }

  private static func messages(
    _ given: [[String: Any]], system: inout String
  ) throws(ChatMistake) -> [ChatScript.Message] {
    var messages: [ChatScript.Message] = []
    var open: Set<String> = []
    for (number, message) in given.enumerated() {
      let role = message["role"] as? String
      if role != "tool", !open.isEmpty {
        throw .init(
          reason:
            "An assistant message with 'tool_calls' must be followed by tool messages for each 'tool_call_id'."
        )
      }
      let parts = message["content"] as? [[String: Any]] ?? []
      let text = message["content"] as? String ?? parts.compactMap { $0["text"] as? String }.joined()
      switch role {
      case "system", "developer": system += text + "\n"
      case "user": messages.append(ChatScript.Message(role: .user, text: text))
      case "assistant":
        var turn = ChatScript.Message(role: .assistant, text: text)
        for call in message["tool_calls"] as? [[String: Any]] ?? [] {
          guard let id = call["id"] as? String, let function = call["function"] as? [String: Any],
            let name = function["name"] as? String, function["arguments"] is String
          else { throw .init(reason: "messages[\(number)].tool_calls: id, name and arguments are required") }
          open.insert(id)
          turn.calls.append(name)
        }
        messages.append(turn)
      case "tool":
        guard let id = message["tool_call_id"] as? String, open.remove(id) != nil else {
          throw .init(
            reason: "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.")
        }
        messages.append(ChatScript.Message(role: .tool, text: text))
      default: throw .init(reason: "Invalid value for 'messages[\(number)].role'")
      }
    }
    return messages
  }

  /// Prefixes in steps of 128 tokens are cached without being asked for.
  func cachedTokens(_ cache: PromptCache) -> Int {
    let bytes = Array(prompt.utf8)
    var cached = 0
    var count = PromptCache.leastTokens
    while count * 4 <= bytes.count {
      if cache.remember(model + String(decoding: bytes[..<(count * 4)], as: UTF8.self)) { cached = count }
      count += 128
    }
    return cached
  }
}
