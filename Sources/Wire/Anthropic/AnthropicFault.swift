/// What Anthropic says when it cannot or will not answer, in a response's body or in the middle of a stream.
public struct AnthropicFault: Hashable, Sendable {
  /// The types of the documentation; a type that is none of them is `other`.
  public enum Kind: String, Hashable, Sendable {
    case invalidRequest = "invalid_request_error"
    case authentication = "authentication_error"
    case billing = "billing_error"
    case permission = "permission_error"
    case notFound = "not_found_error"
    case tooLarge = "request_too_large"
    case rateLimit = "rate_limit_error"
    case timeout = "timeout_error"
    case api = "api_error"
    case overloaded = "overloaded_error"
    case other
  }

  public var kind: Kind
  public var message: String
  /// Empty where it is not stated.
  public var requestID: String

  public init(kind: Kind, message: String, requestID: String = "") {
    self.kind = kind
    self.message = message
    self.requestID = requestID
  }

  /// The fault that a response's body states; `nil` if it states none.
  public init?(body: [UInt8]) {
    guard let root = try? JSONDocument(body).root, root["error"]?.isObject == true else { return nil }
    self.init(root)
  }

  init(_ root: JSONElement) {
    let error = root["error"]
    kind = error?["type"]?.string.flatMap { Kind(rawValue: $0) } ?? .other
    message = error?["message"]?.string ?? ""
    requestID = root["request_id"]?.string ?? ""
  }
}
