public import Audio

/// What a call's audio looks like on the wire in each direction, and at which rate it is worked on between.
public struct CallFormat: Sendable, Equatable {
  public var inbound: AudioCodec
  /// Samples a second of the inbound codec's audio.
  public var inboundRate: Int
  public var outbound: AudioCodec
  public var outboundRate: Int
  /// Samples a second of everything between decoder and encoder: 8 000, or 16 000 when either side is wideband.
  public var rate: Int

  /// The rates a media stream may have.
  static let rates = [8_000, 16_000, 22_050, 24_000, 48_000]

  public enum Refusal: Error, Equatable, CustomStringConvertible {
    case unknownCodec(String)
    case unsupportedCodec(AudioCodec)
    case unsupportedRate(AudioCodec, Int)
    case unsupportedChannels(Int)

    public var description: String {
      switch self {
      case .unknownCodec(let name):
        "unknown codec \"\(name.prefix(32))\"; use PCMU, PCMA, G722, OPUS or L16"
      case .unsupportedCodec(let codec):
        "\(codec.rawValue) is not supported; set the stream's codec to PCMU, PCMA, G722, OPUS or L16"
      case .unsupportedRate(let codec, let rate): "\(codec.rawValue) at \(rate) Hz is not supported"
      case .unsupportedChannels(let count): "\(count) channels are not supported; a media stream is mono"
      }
    }
  }

  /// - Parameters:
  ///   - announced: the rate the carrier names; G.722 is 16 kHz whatever it says (RFC 3551 section 4.5.2).
  public init(
    inbound: AudioCodec, announced: Int, outbound: AudioCodec, outboundRate: Int
  ) throws(Refusal) {
    self.inbound = inbound
    inboundRate = try Self.rate(of: inbound, announced: announced)
    self.outbound = outbound
    self.outboundRate = try Self.rate(of: outbound, announced: outboundRate)
    rate = inboundRate > 8_000 || self.outboundRate > 8_000 ? 16_000 : 8_000
  }

  private static func rate(of codec: AudioCodec, announced: Int) throws(Refusal) -> Int {
    switch codec {
    case .pcmu, .pcma: return 8_000
    case .g722: return 16_000
    case .opus: return announced == 8_000 ? 8_000 : 16_000
    case .l16:
      guard rates.contains(announced) else { throw .unsupportedRate(codec, announced) }
      return announced
    case .amrWB: throw .unsupportedCodec(codec)
    }
  }

  /// Bytes a slot of the inbound ring holds: a little more than one packet of 20 ms, a multiple of 6 so that a
  /// longer payload can be cut between samples and between base64 groups.
  var slotBytes: Int {
    switch inbound {
    case .pcmu, .pcma, .g722, .amrWB: 240
    case .opus: 1_278
    case .l16: inboundRate / 50 * 2 + 60 - (inboundRate / 50 * 2) % 6
    }
  }

  /// Slots of the inbound ring: 1.28 s of 20 ms packets.
  var slots: Int { 64 }

  /// The ring for outbound messages holds the send lead twice over.
  var outboundRingBytes: Int {
    let bytesPerSecond = outbound == .l16 ? outboundRate * 2 : 8_000
    // A message is a third longer in base64, and has its JSON around it.
    var size = 8_192
    while size < bytesPerSecond * 4 / 3 { size *= 2 }
    return size
  }
}
