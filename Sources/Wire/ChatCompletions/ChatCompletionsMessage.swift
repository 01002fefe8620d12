/// One message of a conversation with a model behind an OpenAI-compatible server.
public enum ChatCompletionsMessage: Hashable, Sendable {
  case system(String)
  case user(String)
  /// What the model said, and the functions it called.
  case assistant(String, calls: [Call])
  /// What came of a call.
  case tool(callID: String, content: String)

  public struct Call: Hashable, Sendable {
    public var id: String
    public var name: String
    public var arguments: JSONFragment

    public init(id: String, name: String, arguments: JSONFragment) {
      self.id = id
      self.name = name
      self.arguments = arguments
    }
  }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .system(let text):
      writer.member("role", "system")
      writer.member("content", text)
    case .user(let text):
      writer.member("role", "user")
      writer.member("content", text)
    case .assistant(let text, let calls):
      writer.member("role", "assistant")
      // Templates of local models stumble over `null`, OpenAI takes an empty text.
      writer.member("content", text)
      guard !calls.isEmpty else { return }
      writer.array("tool_calls", calls) { writer, call in
        writer.object {
          $0.member("id", call.id)
          $0.member("type", "function")
          $0.object("function") {
            $0.member("name", call.name)
            $0.member("arguments", call.arguments.text)
          }
        }
      }
    case .tool(let callID, let content):
      writer.member("role", "tool")
      writer.member("tool_call_id", callID)
      writer.member("content", content)
    }
  }
}
