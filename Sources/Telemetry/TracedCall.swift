public import Audio

/// What a trace says of a call as a whole.
public struct TracedCall: Sendable, Equatable {
  public var id: CallID
  /// Seconds since 1970.
  public var startedAt: Double
  /// Numbers: sent only as content.
  public var from: String
  public var to: String
  public var codec: String
  public var rate: Int
  public var agent: String
  /// Who hears, thinks and speaks: `embedded`, `deepgram`, …; models as their vendors spell them, empty if they have none.
  public var recogniser = ""
  public var modelProvider = ""
  public var model = ""
  public var voice = ""

  public init(
    id: CallID, startedAt: Double, from: String, to: String, codec: String, rate: Int, agent: String
  ) {
    self.id = id
    self.startedAt = startedAt
    self.from = from
    self.to = to
    self.codec = codec
    self.rate = rate
    self.agent = agent
  }
}
