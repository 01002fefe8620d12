public import Conversation

/// What a language model is asked.
public struct ChatRequest: Sendable, Equatable {
  public var parameters: ModelParameters
  /// The part of the system prompt that is the same for all turns of all calls of an agent: what a vendor can cache,
  /// together with the tools.
  public var stablePrompt: String
  /// The part that changes from turn to turn; follows the stable one. May be empty.
  public var volatilePrompt: String
  /// Begins with the user as a rule, not always: the agent speaks first in a call. Neighbours of the same side may
  /// follow one another; an adapter joins them where its vendor wants that.
  public var messages: [ChatMessage]
  /// In a stable order.
  public var tools: [ToolDefinition]

  public init(
    parameters: ModelParameters = ModelParameters(), stablePrompt: String, volatilePrompt: String = "",
    messages: [ChatMessage], tools: [ToolDefinition] = []
  ) {
    self.parameters = parameters
    self.stablePrompt = stablePrompt
    self.volatilePrompt = volatilePrompt
    self.messages = messages
    self.tools = tools
  }
}
