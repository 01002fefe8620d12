/// One message of a conversation with a Claude model.
public struct AnthropicMessage: Hashable, Sendable {
  public enum Role: String, Hashable, Sendable { case user, assistant }

  public enum Block: Hashable, Sendable {
    case text(String)
    /// The model's call of a tool.
    case toolUse(id: String, name: String, input: JSONFragment)
    /// What came of it, in the user message that follows.
    case toolResult(id: String, content: String, isError: Bool)
  }

  public var role: Role
  public var blocks: [Block]

  public init(_ role: Role, _ blocks: [Block]) {
    self.role = role
    self.blocks = blocks
  }

  /// `messages` without empty texts, those of one role in a row as one.
  static func merged(_ messages: [AnthropicMessage]) -> [AnthropicMessage] {
    var result: [AnthropicMessage] = []
    for message in messages {
      let blocks = message.blocks.filter { !$0.isEmpty }
      guard !blocks.isEmpty else { continue }
      if let last = result.indices.last, result[last].role == message.role {
        result[last].blocks += blocks
      } else {
        result.append(AnthropicMessage(message.role, blocks))
      }
    }
    return result
  }
}

extension AnthropicMessage.Block {
  fileprivate var isEmpty: Bool {
    if case .text(let text) = self { return !text.utf8.contains { $0 > 0x20 } }
    return false
  }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .text(let text):
      writer.member("type", "text")
      writer.member("text", text)
    case .toolUse(let id, let name, let input):
      writer.member("type", "tool_use")
      writer.member("id", id)
      writer.member("name", name)
      writer.member("input", input)
    case .toolResult(let id, let content, let isError):
      writer.member("type", "tool_result")
      writer.member("tool_use_id", id)
      writer.member("content", content)
      if isError { writer.member("is_error", true) }
    }
  }
}
