public import Audio

/// Where the time of one turn went, as it is stored: a row of `turns`. Named by call and turn.
public struct TurnTimingRecord: Sendable, Equatable {
  public var call: CallID
  public var tenant: String
  /// The number of the caller's turn that was answered, from 1.
  public var turn: Int
  public var endpointing: MediaTime
  public var recognition: MediaTime
  public var reply: MediaTime
  public var synthesis: MediaTime
  /// End of the caller's speech to the first agent audio sent. The stages may overlap and need not add up to it.
  public var voiceToVoice: MediaTime
  /// What decided that the turn was over; nil when not known.
  public var endpointReason: String?
  /// The reply was under way before the turn was over.
  public var wasSpeculative: Bool

  public init(
    call: CallID, turn: Int, endpointing: MediaTime, recognition: MediaTime, reply: MediaTime,
    synthesis: MediaTime, voiceToVoice: MediaTime, endpointReason: String? = nil,
    wasSpeculative: Bool = false, tenant: String = Tenant.standard
  ) {
    self.call = call
    self.tenant = tenant
    self.turn = turn
    self.endpointing = endpointing
    self.recognition = recognition
    self.reply = reply
    self.synthesis = synthesis
    self.voiceToVoice = voiceToVoice
    self.endpointReason = endpointReason
    self.wasSpeculative = wasSpeculative
  }
}
