/// What Cartesia says when it cannot or will not speak, in a response's body or on the socket.
public struct CartesiaFault: Hashable, Sendable {
  /// Like an HTTP status; 0 where it is not stated.
  public var status: Int
  /// Such as `model_not_found` or `concurrency_limited`; empty where it is not stated.
  public var code: String
  public var message: String

  public init(status: Int, code: String, message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  /// The fault that a response's body states; `nil` if it states none.
  public init?(body: [UInt8]) {
    guard let root = try? JSONDocument(body).root, root.isObject else { return nil }
    self.init(root)
    if code.isEmpty, message.isEmpty { return nil }
  }

  init(_ root: JSONElement) {
    status = root["status_code"]?.integer ?? 0
    code = root["error_code"]?.text ?? ""
    // Older versions of the API say all of it in `error`.
    let parts = [root["title"]?.string, root["message"]?.string].compactMap { $0 }.filter { !$0.isEmpty }
    message = parts.isEmpty ? root["error"]?.text ?? "" : parts.joined(separator: ": ")
  }
}
