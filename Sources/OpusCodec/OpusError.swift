/// Why audio could not be encoded to, or decoded from, an Opus packet (RFC 6716).
public enum OpusError: Error, Equatable, Sendable {
  /// Only 8 000 and 16 000 samples a second are offered: what a phone carrier names for Opus.
  case unsupportedRate(Int)
  /// A frame of this many samples is none of 2.5, 5, 10, 20, 40 or 60 ms.
  case illegalFrame(samples: Int)
  /// The caller's buffer cannot hold what the packet holds, or the bytes that came out.
  case outputTooSmall(needed: Int, available: Int)
  /// Not an Opus packet (RFC 6716 section 3.4).
  case invalidPacket(bytes: Int)
  case outOfMemory
  /// The library refused for a reason of its own: its status code.
  case library(Int32)
}

extension OpusError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unsupportedRate(let rate): "Opus at \(rate) Hz is not supported; use 8000 or 16000"
    case .illegalFrame(let samples): "\(samples) samples are no Opus frame"
    case .outputTooSmall(let needed, let available): "needs room for \(needed), has \(available)"
    case .invalidPacket(let bytes): "\(bytes) bytes that are not an Opus packet"
    case .outOfMemory: "out of memory for Opus"
    case .library(let status): "libopus refused with status \(status)"
    }
  }
}
