/// What one request to a language model took, for the turn that it was made in.
public struct ModelUse: Sendable, Equatable {
  /// As GenAI conventions name it: `anthropic`, `openai`, …; empty: the call's own.
  public var provider: String
  public var model: String
  /// Tokens. `input` holds the cached ones, as the conventions want it.
  public var input: Int
  public var cachedInput: Int
  public var output: Int
  /// Of a reply that nobody heard.
  public var isWasted: Bool

  public init(
    provider: String = "", model: String = "", input: Int, cachedInput: Int = 0, output: Int,
    isWasted: Bool = false
  ) {
    self.provider = provider
    self.model = model
    self.input = input
    self.cachedInput = cachedInput
    self.output = output
    self.isWasted = isWasted
  }
}
