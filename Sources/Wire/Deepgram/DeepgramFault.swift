/// What Deepgram says when it cannot or will not do something.
///
/// Three shapes are read: the body of a refused request (`err_code`, `err_msg`), the newer one (`category`, `message`,
/// `details`), and an `Error` message on an open socket (`code` or `variant`, `description`, `message`).
public struct DeepgramFault: Hashable, Sendable {
  /// A word such as `INVALID_AUTH` or `INTERNAL_SERVER_ERROR`; empty if none was given.
  public var code: String
  public var message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// The fault that an HTTP response's body states; `nil` if it states none.
  public init?(body: [UInt8]) {
    guard let root = try? JSONDocument(body).root, root.isObject else { return nil }
    self.init(root)
    if code.isEmpty, message.isEmpty { return nil }
  }

  init(_ root: JSONElement) {
    code = (root["err_code"] ?? root["code"] ?? root["category"] ?? root["variant"])?.text ?? ""
    let said = [root["err_msg"], root["description"], root["message"], root["details"], root["reason"]]
    message = said.compactMap { $0?.string }.first { !$0.isEmpty } ?? ""
  }
}
