/// Tokens of one request to a language model. Each counts once: `input` holds neither of the cached ones.
public struct TokenUsage: Sendable, Equatable, Codable {
  /// Whose they are, as prices name it: filled in by whoever chose the model, not by its adapter.
  public var model = ""
  /// Read afresh.
  public var input: Int
  /// Read from the vendor's cache.
  public var cachedInput: Int
  /// Read afresh and put into the cache, where a vendor charges for that.
  public var cacheWrites: Int
  public var output: Int

  public init(input: Int = 0, cachedInput: Int = 0, cacheWrites: Int = 0, output: Int = 0) {
    self.input = input
    self.cachedInput = cachedInput
    self.cacheWrites = cacheWrites
    self.output = output
  }
}
