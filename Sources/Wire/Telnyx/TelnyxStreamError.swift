/// A complaint of the carrier about what it was sent, or about the stream. The stream may go on after it.
public struct TelnyxStreamError: Hashable, Sendable {
  /// What the documents number: 100002 unknown, 100003 malformed frame, 100004 invalid media, 100005 rate limit.
  public var code: Int?
  /// One word for machines, such as `rate_limit_reached`.
  public var title: String?
  /// A sentence for people.
  public var detail: String?

  public init(code: Int? = nil, title: String? = nil, detail: String? = nil) {
    self.code = code
    self.title = title
    self.detail = detail
  }

  public static let unknown = TelnyxStreamError(
    code: 100002, title: "unknown_error", detail: "An error occurred on the stream")
  public static let malformedFrame = TelnyxStreamError(
    code: 100003, title: "malformed_frame", detail: "The message could not be understood")
  public static let invalidMedia = TelnyxStreamError(
    code: 100004, title: "invalid_media", detail: "The media payload is not base64")
  public static let rateLimitReached = TelnyxStreamError(
    code: 100005, title: "rate_limit_reached", detail: "Too many requests")
}
