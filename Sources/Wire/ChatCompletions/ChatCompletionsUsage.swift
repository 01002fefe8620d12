/// Tokens of a request to an OpenAI-compatible server.
public struct ChatCompletionsUsage: Hashable, Sendable {
  /// Of the prompt, those read from a cache included.
  public var prompt: Int
  /// Of the prompt, read from a cache.
  public var cached: Int
  public var completion: Int

  public init(prompt: Int, cached: Int, completion: Int) {
    self.prompt = prompt
    self.cached = cached
    self.completion = completion
  }

  init?(_ element: JSONElement?) {
    guard let element, element.isObject else { return nil }
    prompt = max(0, element["prompt_tokens"]?.integer ?? 0)
    cached = max(0, element["prompt_tokens_details"]?["cached_tokens"]?.integer ?? 0)
    completion = max(0, element["completion_tokens"]?.integer ?? 0)
  }
}
