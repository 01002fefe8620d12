/// Tokens of a request to a Claude model, as far as its stream has told; a later figure replaces an earlier one.
public struct AnthropicUsage: Hashable, Sendable {
  /// Read at full price: neither from the cache nor into it.
  public var input: Int?
  /// Read and written to the cache.
  public var cacheCreation: Int?
  /// Read from the cache.
  public var cacheRead: Int?
  /// Written by the model, cumulative.
  public var output: Int?

  public init(input: Int? = nil, cacheCreation: Int? = nil, cacheRead: Int? = nil, output: Int? = nil) {
    self.input = input
    self.cacheCreation = cacheCreation
    self.cacheRead = cacheRead
    self.output = output
  }

  init(_ element: JSONElement?) {
    func count(_ key: String) -> Int? { element?[key]?.integer.flatMap { $0 >= 0 ? $0 : nil } }
    input = count("input_tokens")
    cacheCreation = count("cache_creation_input_tokens")
    cacheRead = count("cache_read_input_tokens")
    output = count("output_tokens")
  }

  /// Takes over what `later` states.
  public mutating func update(_ later: AnthropicUsage) {
    input = later.input ?? input
    cacheCreation = later.cacheCreation ?? cacheCreation
    cacheRead = later.cacheRead ?? cacheRead
    output = later.output ?? output
  }
}
