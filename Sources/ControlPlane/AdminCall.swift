/// A live call, as the admin port shows it.
public struct AdminCall: Sendable, Equatable, Codable {
  public var id: String
  public var callControlID: String
  public var from: String
  public var to: String
  /// As the carrier spells it: `PCMU`, `G722`, …
  public var codec: String
  /// `listening`, `caller_speaking`, `thinking` or `agent_speaking`.
  public var state: String
  /// Seconds since the media stream started.
  public var seconds: Double
  /// Turns of the caller so far.
  public var turns: Int
  /// The worker that runs the call, from 0.
  public var worker: Int

  public init(
    id: String, callControlID: String, from: String, to: String, codec: String, state: String,
    seconds: Double, turns: Int, worker: Int
  ) {
    self.id = id
    self.callControlID = callControlID
    self.from = from
    self.to = to
    self.codec = codec
    self.state = state
    self.seconds = seconds
    self.turns = turns
    self.worker = worker
  }
}
