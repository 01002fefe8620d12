/// A tool that was run in a call, as a language model is to see it later.
public struct ToolRecord: Sendable, Equatable, Codable {
  /// The vendor's name for this use of it, unique within a call.
  public var id: String
  public var name: String
  /// JSON text.
  public var arguments: String
  /// What it answered; nil while it has not.
  public var result: String?
  public var isError = false
  /// How many utterances of the dialogue came before it.
  public var after: Int

  public init(id: String, name: String, arguments: String, result: String? = nil, after: Int) {
    self.id = id
    self.name = name
    self.arguments = arguments
    self.result = result
    self.after = after
  }
}
