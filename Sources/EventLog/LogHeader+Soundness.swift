internal import Audio
internal import CallCore
internal import Conversation
internal import TurnTaking

extension LogHeader {
  /// What no call can have been begun with; nil when all is well. A file may say anything, and a replay counts on
  /// times and rates that can be counted with.
  var unsoundness: String? {
    let settings = settings
    guard [8_000, 16_000].contains(settings.sampleRate) else {
      return "\(settings.sampleRate) samples a second"
    }
    guard Self.rates.contains(inboundRate), Self.rates.contains(outboundRate) else {
      return "codecs at \(inboundRate) and \(outboundRate) samples a second"
    }
    let times = [
      preRoll, settings.sendLead, settings.messageLength, settings.packetTime, settings.sentencePause,
      settings.clausePause, settings.recognitionPatience, settings.replyPatience, settings.mediaTimeout,
      settings.digitTimeout, settings.farewellMargin, settings.endpointing.yesNo, settings.endpointing.short,
      settings.endpointing.open, settings.endpointing.spelled, settings.endpointing.unfinished,
      settings.endpointing.shortest, settings.endpointing.fixed ?? .zero,
    ]
    guard times.allSatisfy({ $0 >= .zero && $0 <= Self.day }) else { return "a setting of more than a day" }
    guard settings.packetTime >= .milliseconds(1), settings.messageLength >= .milliseconds(1),
      settings.messageLength <= .milliseconds(100)
    else { return "messages of \(settings.messageLength) and packets of \(settings.packetTime)" }
    guard (0...86_400).contains(agent.idle.silenceSeconds), (0...86_400).contains(agent.maxDurationSeconds),
      agent.idle.prompts.count <= 1_000
    else { return "an agent more patient than a day" }
    return nil
  }

  private static let rates = [8_000, 16_000, 22_050, 24_000, 48_000]
  private static let day = MediaTime.seconds(Int64(86_400))
}
