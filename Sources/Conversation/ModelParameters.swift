/// How a language model is to write.
public struct ModelParameters: Sendable, Equatable, Codable {
  /// 0 to 2; nil: the vendor's default, or a model that takes none.
  public var temperature: Double?
  /// Tokens of one answer, 1 to 8192. A spoken reply is short.
  public var maxTokens = 300

  public init() {}
}
