/// What a tool of an agent's owner is sent.
public struct WebhookBody: Hashable, Sendable {
  public var tool: String
  /// Names the call.
  public var call: String
  public var arguments: JSONFragment

  public init(tool: String, call: String, arguments: JSONFragment) {
    self.tool = tool
    self.call = call
    self.arguments = arguments
  }

  /// `{"tool": …, "call": …, "arguments": {…}}`
  public var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.member("tool", tool)
    writer.member("call", call)
    writer.member("arguments", arguments)
    return writer.finished()
  }
}
