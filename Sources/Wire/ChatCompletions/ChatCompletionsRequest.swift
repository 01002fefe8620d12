/// What a model behind an OpenAI-compatible server is asked for (`POST …/chat/completions`, streamed).
///
/// Source: platform.openai.com/docs/api-reference/chat; vLLM, llama.cpp and Ollama take the same.
public struct ChatCompletionsRequest: Hashable, Sendable {
  /// The name of the limit on the answer's tokens: OpenAI's newer models only know the second.
  public enum TokenLimitName: String, Hashable, Sendable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
  }

  /// Whether the model may, must or must not call a tool.
  public enum ToolChoice: String, Hashable, Sendable { case auto, required, none }

  public var model: String
  public var maxTokens: Int?
  public var tokenLimitName = TokenLimitName.maxTokens
  /// 0…2; `nil` leaves it to the model.
  public var temperature: Double?
  public var topP: Double?
  public var stop: [String] = []
  /// Asks for the tokens used, in a last chunk.
  public var includesUsage = true
  public var tools: [ChatCompletionsTool] = []
  public var toolChoice: ToolChoice?
  public var messages: [ChatCompletionsMessage] = []

  public init(model: String) { self.model = model }

  /// What is put behind the base URL, which ends in `/v1` for most servers.
  public static let target = "/chat/completions"

  /// The request's body.
  public var body: [UInt8] {
    var writer = JSONWriter()
    writer.member("model", model)
    writer.array("messages", messages) { writer, message in writer.object { message.write(to: &$0) } }
    if !tools.isEmpty {
      writer.array("tools", tools) { writer, tool in writer.object { tool.write(to: &$0) } }
      writer.member("tool_choice", toolChoice?.rawValue)
    }
    writer.member(tokenLimitName.rawValue, maxTokens)
    writer.member("temperature", temperature)
    writer.member("top_p", topP)
    if !stop.isEmpty { writer.array("stop", stop) { writer, text in writer.string(text) } }
    writer.member("stream", true)
    if includesUsage { writer.object("stream_options") { $0.member("include_usage", true) } }
    return writer.finished()
  }
}
