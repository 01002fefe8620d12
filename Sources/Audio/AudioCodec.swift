/// A codec that a media stream can carry, by its name in RTP (RFC 3551, RFC 7587, RFC 4867).
public enum AudioCodec: String, Sendable, Hashable, CaseIterable, Codable {
  case pcmu = "PCMU"
  case pcma = "PCMA"
  case g722 = "G722"
  case opus = "OPUS"
  case l16 = "L16"
  /// Named so that it can be refused with a clear reason; there is no decoder for it here.
  case amrWB = "AMR-WB"

  /// Reads the spellings that carriers send, in any letter case (`audio/x-mulaw`, `ulaw`, `linear16`, …).
  public init?(carrierName: String) {
    switch carrierName.lowercased() {
    case "pcmu", "audio/x-mulaw", "audio/pcmu", "mulaw", "ulaw", "g711u": self = .pcmu
    case "pcma", "audio/x-alaw", "audio/pcma", "alaw", "g711a": self = .pcma
    case "g722", "audio/g722": self = .g722
    case "opus", "audio/opus": self = .opus
    case "l16", "audio/l16", "linear16", "audio/x-l16": self = .l16
    case "amr-wb", "audio/amr-wb", "amrwb": self = .amrWB
    default: return nil
    }
  }
}
