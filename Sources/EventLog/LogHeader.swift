public import Audio
public import CallCore
public import Conversation
internal import Foundation

/// Everything a call was begun with: what a replay needs besides the entries.
public struct LogHeader: Sendable, Equatable, Codable {
  public var call: CallID
  public var callControlID: String
  public var callSessionID: String
  public var streamID: String
  public var from: String
  public var to: String
  /// Seconds since 1970.
  public var startedAt: Double
  public var inbound: AudioCodec
  /// Samples a second of each direction's codec.
  public var inboundRate: Int
  public var outbound: AudioCodec
  public var outboundRate: Int
  public var byteOrder: L16.ByteOrder
  /// The voice-activity detector could ask a neural model; its answers are among the entries.
  public var hasVoiceModel: Bool
  /// Caller audio handed to the recogniser from before the detected onset.
  public var preRoll: MediaTime
  public var settings: CallSettings
  public var agent: AgentDefinition
  /// Names the definition, so that calls of one agent can be told from those of another: 16 hex digits.
  public var agentHash: String

  public init(
    call: CallID, callControlID: String = "", callSessionID: String = "", streamID: String = "",
    from: String = "", to: String = "", startedAt: Double = 0, inbound: AudioCodec, inboundRate: Int,
    outbound: AudioCodec, outboundRate: Int, byteOrder: L16.ByteOrder = .little, hasVoiceModel: Bool = false,
    preRoll: MediaTime, settings: CallSettings, agent: AgentDefinition, agentHash: String
  ) {
    self.call = call
    self.callControlID = callControlID
    self.callSessionID = callSessionID
    self.streamID = streamID
    self.from = from
    self.to = to
    self.startedAt = startedAt
    self.inbound = inbound
    self.inboundRate = inboundRate
    self.outbound = outbound
    self.outboundRate = outboundRate
    self.byteOrder = byteOrder
    self.hasVoiceModel = hasVoiceModel
    self.preRoll = preRoll
    self.settings = settings
    self.agent = agent
    self.agentHash = agentHash
  }

  /// The hash of a definition: the same for equal definitions, on every machine.
  public static func hash(of agent: AgentDefinition) -> String {
    var digest = Digest()
    digest.add(json(agent))
    let text = String(digest.value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// Keys in order, so that equal values have equal bytes.
  public static func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // A value with a number that JSON has no form for (an infinity) is left out; its reader says that it is missing.
    return (try? encoder.encode(value)).map { [UInt8]($0) } ?? []
  }

  static func value<Value: Decodable>(_: Value.Type, from json: [UInt8]) -> Value? {
    try? JSONDecoder().decode(Value.self, from: Data(json))
  }
}
