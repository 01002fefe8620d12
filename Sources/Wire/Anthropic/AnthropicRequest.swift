/// What a Claude model is asked for (`POST /v1/messages`, streamed).
///
/// The system prompt and the tools are the same for every turn of a call and for every call of an agent. They come
/// first in what the provider caches, and their last blocks are marked for it (`cache_control`), so that the request's
/// stable beginning is read from the cache. Nothing that changes from turn to turn may stand in them.
///
/// Source: docs.anthropic.com/en/api/messages and docs/build-with-claude/prompt-caching.
public struct AnthropicRequest: Hashable, Sendable {
  /// Whether the model may, must or must not call a tool.
  public enum ToolChoice: String, Hashable, Sendable { case auto, any, none }

  public var model: String
  public var maxTokens: Int
  /// 0…1; `nil` leaves it to the model.
  public var temperature: Double?
  public var topP: Double?
  public var stopSequences: [String] = []
  /// Texts of the system prompt, those that stay the same first.
  public var system: [String] = []
  /// How many of `system` stay the same from turn to turn; the last of them ends the cached beginning.
  public var stableSystem = Int.max
  public var tools: [AnthropicTool] = []
  public var toolChoice: ToolChoice?
  public var messages: [AnthropicMessage] = []
  /// Whether the conversation so far is marked for the cache too: worth it when it is long.
  public var cachesMessages = false

  public init(model: String, maxTokens: Int) {
    self.model = model
    self.maxTokens = maxTokens
  }

  /// The version that goes into the header `anthropic-version`.
  public static let version = "2023-06-01"
  /// The URL's path.
  public static let target = "/v1/messages"

  /// The request's body.
  ///
  /// The API refuses empty texts, so they are left out with messages that have nothing else, and messages of one
  /// role in a row are one message to it.
  public var body: [UInt8] {
    var writer = JSONWriter()
    writer.member("model", model)
    writer.member("max_tokens", maxTokens)
    writer.member("stream", true)
    writer.member("temperature", temperature)
    writer.member("top_p", topP)
    if !stopSequences.isEmpty {
      writer.array("stop_sequences", stopSequences) { writer, sequence in writer.string(sequence) }
    }
    write(systemTo: &writer)
    write(toolsTo: &writer)
    write(messagesTo: &writer)
    return writer.finished()
  }

  private func write(systemTo writer: inout JSONWriter) {
    let texts = system.enumerated().filter { !$0.element.isEmpty }
    guard !texts.isEmpty else { return }
    let lastStable = texts.last { $0.offset < stableSystem }?.offset
    writer.array("system", texts) { writer, text in
      writer.object {
        $0.member("type", "text")
        $0.member("text", text.element)
        if text.offset == lastStable { $0.cacheControl() }
      }
    }
  }

  private func write(toolsTo writer: inout JSONWriter) {
    guard !tools.isEmpty else { return }
    writer.array("tools", Array(tools.enumerated())) { writer, tool in
      writer.object {
        $0.member("name", tool.element.name)
        $0.member("description", tool.element.description)
        $0.member("input_schema", tool.element.inputSchema)
        if tool.offset == tools.count - 1 { $0.cacheControl() }
      }
    }
    if let toolChoice {
      writer.object("tool_choice") { $0.member("type", toolChoice.rawValue) }
    }
  }

  private func write(messagesTo writer: inout JSONWriter) {
    let merged = AnthropicMessage.merged(messages)
    writer.array("messages", Array(merged.enumerated())) { writer, message in
      let isLast = message.offset == merged.count - 1
      writer.object { writer in
        writer.member("role", message.element.role.rawValue)
        let blocks = Array(message.element.blocks.enumerated())
        writer.array("content", blocks) { writer, block in
          let isMarked = cachesMessages && isLast && block.offset == blocks.count - 1
          writer.object {
            block.element.write(to: &$0)
            if isMarked { $0.cacheControl() }
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// Marks the end of what the provider may cache.
  fileprivate mutating func cacheControl() {
    object("cache_control") { $0.member("type", "ephemeral") }
  }
}
