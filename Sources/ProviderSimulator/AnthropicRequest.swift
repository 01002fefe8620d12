/// A request for a message, checked as the vendor checks it.
struct AnthropicRequest {
  struct Usage {
    var input: Int
    var written: Int
    var read: Int

    func json(output: Int) -> String {
      """
      {"input_tokens":\(input),"cache_creation_input_tokens":\(written),"cache_read_input_tokens":\(read),\
      "cache_creation":{"ephemeral_5m_input_tokens":\(written),"ephemeral_1h_input_tokens":0},\
      "output_tokens":\(output),"service_tier":"standard"}
      """
    }
  }

  let model: String
  let maxTokens: Int
  let isStreaming: Bool
  let script: ChatScript
  /// The prompt in the vendor's order (tools, system, messages), and which parts end a cached prefix.
  private let parts: [(text: String, isMarked: Bool)]

  init(_ request: SimulatedRequest) throws(ChatMistake) {
    guard request.method == "POST", let object = JSONText.object(request.body) else {
      throw ChatMistake(reason: "the body is not a JSON object")
    }
    guard request.header("anthropic-version") != nil else {
      throw ChatMistake(reason: "anthropic-version: header is required")
    }
    guard let model = object["model"] as? String else { throw ChatMistake(reason: "model: Field required") }
    guard let maxTokens = object["max_tokens"] as? Int, maxTokens > 0 else {
      throw ChatMistake(reason: "max_tokens: Field required")
    }
    if let temperature = object["temperature"] as? Double, !(0...1).contains(temperature) {
      throw ChatMistake(reason: "temperature: range: 0..1")
    }
    guard let given = object["messages"] as? [[String: Any]], !given.isEmpty else {
      throw ChatMistake(reason: "messages: at least one message is required")
    }
    self.model = model
    self.maxTokens = maxTokens
    isStreaming = object["stream"] as? Bool ?? false
    var parts: [(text: String, isMarked: Bool)] = []
    var tools: [ChatTool] = []
    for tool in object["tools"] as? [[String: Any]] ?? [] {
      guard let name = tool["name"] as? String, let schema = tool["input_schema"] as? [String: Any],
        schema["type"] as? String == "object"
      else { throw ChatMistake(reason: "tools: each needs a name and an input_schema of type object") }
      tools.append(ChatTool(name: name, schema: schema))
      parts.append((JSONText.write(tool), tool["cache_control"] is [String: Any]))
    }
    var system = ""
    if let text = object["system"] as? String {
      system = text
      parts.append((text, false))
    }
    for block in object["system"] as? [[String: Any]] ?? [] {
      let text = block["text"] as? String ?? ""
      guard !text.isEmpty else { throw ChatMistake(reason: "system: text content blocks must be non-empty") }
      system += text + "\n"
      parts.append((text, block["cache_control"] is [String: Any]))
    }
    let messages = try Self.messages(given, into: &parts)
    self.parts = parts
    script = ChatScript(system: system, messages: messages, tools: tools)
  }

  private static func messages(
    _ given: [[String: Any]], into parts: inout [(text: String, isMarked: Bool)]
  ) throws(ChatMistake) -> [ChatScript.Message] {
    var messages: [ChatScript.Message] = []
    var open: Set<String> = []
    for (number, message) in given.enumerated() {
      guard let role = message["role"] as? String, role == "user" || role == "assistant" else {
        throw ChatMistake(reason: "messages.\(number).role: Input should be 'user' or 'assistant'")
      }
      if number == 0, role != "user" {
        throw ChatMistake(reason: "messages: first message must use the \"user\" role")
      }
      var blocks = message["content"] as? [[String: Any]] ?? []
      if let text = message["content"] as? String { blocks = [["type": "text", "text": text]] }
      guard !blocks.isEmpty else {
        throw ChatMistake(reason: "messages.\(number): content must not be empty")
      }
      var turn = ChatScript.Message(role: role == "user" ? .user : .assistant, text: "")
      var answered: Set<String> = []
      for block in blocks {
        switch block["type"] as? String {
        case "text":
          guard let text = block["text"] as? String, !text.allSatisfy(\.isWhitespace) else {
            throw ChatMistake(reason: "messages: text content blocks must contain non-whitespace text")
          }
          turn.text += text
        case "tool_use":
          guard role == "assistant", let id = block["id"] as? String, let name = block["name"] as? String,
            block["input"] is [String: Any]
          else {
            throw ChatMistake(reason: "messages.\(number): tool_use needs id, name and an input object")
          }
          open.insert(id)
          turn.calls.append(name)
        case "tool_result":
          guard role == "user", let id = block["tool_use_id"] as? String, open.contains(id) else {
            throw ChatMistake(
              reason: "messages.\(number): unexpected `tool_use_id` found in `tool_result` blocks")
          }
          answered.insert(id)
          messages.append(ChatScript.Message(role: .tool, text: JSONText.write(block["content"] ?? "")))
        default: throw ChatMistake(reason: "messages.\(number): unknown content type")
        }
        parts.append((JSONText.write(block), block["cache_control"] is [String: Any]))
      }
      if role == "user" {
        guard open == answered else {
          throw ChatMistake(
            reason:
              "messages.\(number): `tool_use` ids were found without `tool_result` blocks immediately after")
        }
        open = []
        if turn.text.isEmpty { continue }
      }
      messages.append(turn)
    }
    if let last = given.last, last["role"] as? String == "assistant", messages.last?.text.last == " " {
      throw ChatMistake(reason: "messages: final assistant content cannot end with trailing whitespace")
    }
    return messages
  }

  /// What is paid for: a marked prefix that was sent before is read, a new one is written.
  func usage(_ cache: PromptCache) -> Usage {
    var prefix = model
    var total = 0
    var (read, marked) = (0, 0)
    for part in parts {
      prefix += part.text
      total += ChatTokens.count(part.text)
      guard part.isMarked, total >= PromptCache.leastTokens else { continue }
      marked = total
      if cache.remember(prefix) { read = total }
    }
    return Usage(input: total - marked, written: marked - read, read: read)
  }
}
