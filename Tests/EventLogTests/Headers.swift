import Audio
import CallCore
import Conversation
import EventLog

enum Headers {
  static var any: LogHeader {
    let agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hello.")
    return LogHeader(
      call: CallID(unixMilliseconds: 1_700_000_000_000, random: 1, 2), from: "+15550100", to: "+15550199",
      startedAt: 1.5, inbound: .pcmu, inboundRate: 8_000, outbound: .g722, outboundRate: 16_000,
      preRoll: .milliseconds(200), settings: CallSettings(sampleRate: 16_000), agent: agent,
      agentHash: LogHeader.hash(of: agent))
  }
}
