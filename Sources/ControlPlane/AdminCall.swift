/// A live call, as the admin port shows it.
public struct AdminCall: Sendable, Equatable, Codable {
  public var id: String
  public var callControlID: String
  public var from: String
  public var to: String
  public var codec: String
  /// Seconds since the media stream started.
  public var seconds: Double

  public init(
    id: String, callControlID: String, from: String, to: String, codec: String, seconds: Double
  ) {
    self.id = id
    self.callControlID = callControlID
    self.from = from
    self.to = to
    self.codec = codec
    self.seconds = seconds
  }
}
