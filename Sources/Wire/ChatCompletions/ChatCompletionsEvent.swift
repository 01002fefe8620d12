/// What one server-sent event of an OpenAI-compatible server says.
public enum ChatCompletionsEvent: Hashable, Sendable {
  case chunk(ChatCompletionsChunk)
  /// Something went wrong in the middle of the answer.
  case error(ChatCompletionsFault)
  /// `[DONE]`: nothing follows.
  case done

  /// - Parameter data: of the server-sent event.
  /// - Throws: ``WireError`` if it is none of these.
  public init(parsing data: [UInt8]) throws(WireError) {
    if data.filter({ $0 > 0x20 }).elementsEqual("[DONE]".utf8) {
      self = .done
      return
    }
    let root = try JSONDocument(data).root
    if let fault = ChatCompletionsFault(root) {
      self = .error(fault)
    } else {
      self = .chunk(try ChatCompletionsChunk(root))
    }
  }
}
