/// The end of a media stream, as the carrier tells it. The connection may also just close.
public struct TelnyxStop: Hashable, Sendable {
  public var callControlID: String?
  public var userID: String?
  /// Not documented; some implementations send one.
  public var reason: String?

  public init(callControlID: String? = nil, userID: String? = nil, reason: String? = nil) {
    self.callControlID = callControlID
    self.userID = userID
    self.reason = reason
  }
}
