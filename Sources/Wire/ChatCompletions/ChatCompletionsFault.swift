/// What an OpenAI-compatible server says when it cannot or will not answer, in a response's body or in a chunk.
///
/// `{"error": {"message", "type", "code"}}` at most servers, `{"error": "text"}` at Ollama, and
/// `{"object": "error", "message", "type", "code"}` at older vLLM.
public struct ChatCompletionsFault: Hashable, Sendable {
  public var message: String
  /// Such as `invalid_request_error`; empty where it is not stated.
  public var type: String
  /// Such as `invalid_api_key`, `model_not_found`, or a status; empty where it is not stated.
  public var code: String

  public init(message: String, type: String, code: String) {
    self.message = message
    self.type = type
    self.code = code
  }

  /// The fault that a response's body states; `nil` if it states none.
  public init?(body: [UInt8]) {
    guard let root = try? JSONDocument(body).root else { return nil }
    self.init(root)
  }

  init?(_ root: JSONElement) {
    if let error = root["error"] {
      self.init(fields: error, message: error.string)
    } else if root["object"]?.string == "error" {
      self.init(fields: root, message: nil)
    } else {
      return nil
    }
  }

  private init(fields: JSONElement, message: String?) {
    self.message = message ?? fields["message"]?.string ?? ""
    type = fields["type"]?.string ?? ""
    code = fields["code"]?.text ?? ""
  }
}
