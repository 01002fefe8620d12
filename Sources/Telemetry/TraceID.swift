public import Audio

/// The 128 bits that all spans of a trace share (W3C Trace Context §3.2.2.3); never all zero.
///
/// A call's trace has the call's own id: whoever has the one finds the other. Its last 62 bits are random, as
/// samplers want them.
public struct TraceID: Hashable, Sendable {
  public let high: UInt64
  public let low: UInt64

  public init?(high: UInt64, low: UInt64) {
    guard high | low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  private init(nonzero high: UInt64, _ low: UInt64) {
    self.high = high
    self.low = low
  }

  public init(_ call: CallID) { (high, low) = call.halves }

  /// Reads 32 lower-case hexadecimal digits; nil for anything else, and for zeros.
  public init?(_ text: some StringProtocol) {
    let digits = String(text)
    guard digits.utf8.count == 32, let high = HexText.read(digits.prefix(16).utf8),
      let low = HexText.read(digits.suffix(16).utf8)
    else { return nil }
    self.init(high: high, low: low)
  }

  public static func random() -> TraceID {
    TraceID(nonzero: .random(in: 1 ... .max), .random(in: 0 ... .max))
  }
}

extension TraceID: CustomStringConvertible {
  public var description: String { HexText.of(high) + HexText.of(low) }
}
