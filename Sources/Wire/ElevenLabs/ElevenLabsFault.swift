/// What ElevenLabs says when it cannot or will not speak.
///
/// A refused request has `{"detail": {"status", "message"}}`, or `detail` as a text or as a list of what is wrong; on
/// an open socket it is `{"message", "error", "code"}`.
public struct ElevenLabsFault: Hashable, Sendable {
  /// Such as `invalid_api_key`, `voice_not_found` or `quota_exceeded`; empty where it is not stated.
  public var code: String
  public var message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  /// The fault that a response's body states; `nil` if it states none.
  public init?(body: [UInt8]) {
    guard let root = try? JSONDocument(body).root else { return nil }
    self.init(root)
  }

  init?(_ root: JSONElement) {
    if let detail = root["detail"] {
      let first = detail.isArray ? detail.elements.first : detail
      code = (first?["status"] ?? first?["code"] ?? first?["type"])?.text ?? ""
      message = detail.string ?? (first?["message"] ?? first?["msg"])?.string ?? ""
    } else if root["error"] != nil || root["message"] != nil {
      let error = root["error"]?.string ?? ""
      message = root["message"]?.string ?? error
      // The code is a WebSocket's close code; the word in `error` says more.
      code = error.isEmpty ? root["code"]?.text ?? "" : error
    } else {
      return nil
    }
  }
}
