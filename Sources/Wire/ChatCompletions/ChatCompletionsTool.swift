/// A function that a model behind an OpenAI-compatible server may call.
public struct ChatCompletionsTool: Hashable, Sendable {
  public var name: String
  public var description: String
  /// JSON Schema of the arguments, an object.
  public var parameters: JSONFragment

  public init(name: String, description: String, parameters: JSONFragment) {
    self.name = name
    self.description = description
    self.parameters = parameters
  }

  func write(to writer: inout JSONWriter) {
    writer.member("type", "function")
    writer.object("function") {
      $0.member("name", name)
      $0.member("description", description)
      $0.member("parameters", parameters)
    }
  }
}
