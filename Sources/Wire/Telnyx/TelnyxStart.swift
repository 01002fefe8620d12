/// The carrier's announcement of a call's media stream: whose call it is and what its audio looks like.
public struct TelnyxStart: Hashable, Sendable {
  /// Names the stream. Letter case varies: compare without regard to it.
  public var streamID: String
  /// The handle for commands about this call; opaque, with characters that a URL must escape.
  public var callControlID: String
  /// Shared by all legs of one session.
  public var callSessionID: String?
  /// The carrier's account.
  public var userID: String?
  /// The caller's number or SIP URI; `nil` if withheld.
  public var from: String?
  /// The called number or SIP URI.
  public var to: String?
  public var tags: [String]
  /// What the last command gave to be echoed, base64 as it was sent; not necessarily ours after a transfer.
  public var clientState: String?
  /// What was passed along when the stream was asked for. Of a repeated name the last value counts.
  public var customParameters: [String: String]
  public var mediaFormat: TelnyxMediaFormat

  public init(
    streamID: String, callControlID: String, callSessionID: String? = nil, userID: String? = nil,
    from: String? = nil, to: String? = nil, tags: [String] = [], clientState: String? = nil,
    customParameters: [String: String] = [:], mediaFormat: TelnyxMediaFormat = TelnyxMediaFormat()
  ) {
    self.streamID = streamID
    self.callControlID = callControlID
    self.callSessionID = callSessionID
    self.userID = userID
    self.from = from
    self.to = to
    self.tags = tags
    self.clientState = clientState
    self.customParameters = customParameters
    self.mediaFormat = mediaFormat
  }

  /// The bytes of ``clientState``; `nil` if there is none or it is not base64.
  public var decodedClientState: [UInt8]? {
    guard let text = clientState.map({ Array($0.utf8) }) else { return nil }
    var isValid = false
    let bytes = [UInt8](capacity: Base64.maximumDecodedSize(text.count)) {
      isValid = Base64.decode(text.span, into: &$0)
    }
    return isValid ? bytes : nil
  }
}
