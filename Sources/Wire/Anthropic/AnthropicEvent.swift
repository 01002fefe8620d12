/// One event of a Claude model's streamed answer.
///
/// The order is `messageStart`; for each block its start, deltas and stop; `messageDelta`; `messageStop`. Pings and
/// errors can come anywhere. A stream that ends without `messageStop` was cut off.
public enum AnthropicEvent: Hashable, Sendable {
  case messageStart(id: String, model: String, usage: AnthropicUsage)
  case textStart(block: Int, text: String)
  case toolStart(block: Int, id: String, name: String)
  case textDelta(block: Int, text: String)
  /// A piece of the JSON text of a tool's input; together they are an object, or nothing for an empty one.
  case inputDelta(block: Int, json: String)
  case blockStop(block: Int)
  case messageDelta(stop: AnthropicStop?, usage: AnthropicUsage)
  case messageStop
  case ping
  case error(AnthropicFault)
  /// An event, block or delta of a kind that this has no use for, such as thinking; it may be passed over.
  case unknown(String)

  /// - Parameter data: of the server-sent event, whose type says no more than the data does.
  /// - Throws: ``WireError`` if it is no event.
  public init(parsing data: [UInt8]) throws(WireError) {
    let root = try JSONDocument(data).root
    guard let type = root["type"]?.string else { throw .missing(.type) }
    switch type {
    case "message_start":
      let message = root["message"]
      self = .messageStart(
        id: message?["id"]?.string ?? "", model: message?["model"]?.string ?? "",
        usage: AnthropicUsage(message?["usage"]))
    case "content_block_start": self = try Self.start(root)
    case "content_block_delta": self = try Self.delta(root)
    case "content_block_stop": self = .blockStop(block: try Self.block(root))
    case "message_delta":
      let reason = root["delta"]?["stop_reason"]?.string
      self = .messageDelta(stop: reason.map { AnthropicStop($0) }, usage: AnthropicUsage(root["usage"]))
    case "message_stop": self = .messageStop
    case "ping": self = .ping
    case "error": self = .error(AnthropicFault(root))
    default: self = .unknown(type)
    }
  }

  private static func block(_ root: JSONElement) throws(WireError) -> Int {
    guard let index = root["index"]?.integer else { throw .missing(.blockIndex) }
    guard 0..<1024 ~= index else { throw .invalid(.blockIndex) }
    return index
  }

  private static func start(_ root: JSONElement) throws(WireError) -> AnthropicEvent {
    let block = try block(root)
    guard let content = root["content_block"], let type = content["type"]?.string else {
      throw .missing(.type)
    }
    switch type {
    case "text": return .textStart(block: block, text: content["text"]?.string ?? "")
    case "tool_use":
      guard let id = content["id"]?.string, let name = content["name"]?.string else {
        throw .missing(.toolName)
      }
      return .toolStart(block: block, id: id, name: name)
    default: return .unknown(type)
    }
  }

  private static func delta(_ root: JSONElement) throws(WireError) -> AnthropicEvent {
    let block = try block(root)
    guard let delta = root["delta"], let type = delta["type"]?.string else { throw .missing(.delta) }
    switch type {
    case "text_delta":
      guard let text = delta["text"]?.string else { throw .missing(.delta) }
      return .textDelta(block: block, text: text)
    case "input_json_delta":
      guard let json = delta["partial_json"]?.string else { throw .missing(.delta) }
      return .inputDelta(block: block, json: json)
    default: return .unknown(type)
    }
  }
}
