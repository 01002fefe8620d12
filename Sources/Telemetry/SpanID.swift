public import Audio

/// The 64 bits that name a span within its trace (W3C Trace Context §3.2.2.4); never zero.
public struct SpanID: Hashable, Sendable {
  public let bits: UInt64

  public init?(_ bits: UInt64) {
    guard bits != 0 else { return nil }
    self.bits = bits
  }

  private init(nonzero bits: UInt64) { self.bits = bits }

  /// Reads 16 lower-case hexadecimal digits; nil for anything else, and for zeros.
  public init?(_ text: some StringProtocol) {
    guard let bits = HexText.read(String(text)[...].utf8) else { return nil }
    self.init(bits)
  }

  /// The span of a turn, which anyone who knows call and turn can work out; turn 0 is the call itself.
  ///
  /// - Parameter part: of the turn's own spans, from 1; 0 is the turn.
  public static func of(_ call: CallID, turn: Int, part: Int = 0) -> SpanID {
    let halves = call.halves
    var mixed = halves.low ^ halves.high &* 0x9e37_79b9_7f4a_7c15
    for word in [UInt64(bitPattern: Int64(turn)), UInt64(bitPattern: Int64(part))] {
      mixed = mix(mixed &+ 0x9e37_79b9_7f4a_7c15 ^ word &* 0xd134_2543_de82_ef95)
    }
    return SpanID(nonzero: mixed == 0 ? 1 : mixed)
  }

  public static func random() -> SpanID { SpanID(nonzero: .random(in: 1 ... .max)) }

  /// The finaliser of SplitMix64: every bit of the argument moves every bit of the result.
  private static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}

extension SpanID: CustomStringConvertible {
  public var description: String { HexText.of(bits) }
}
