/// Where sealed bytes belong. It is authenticated with them, so that one record cannot stand in another's place.
public struct SealContext: Hashable, Sendable {
  /// The 128 bits of the call's id.
  public var callHigh: UInt64
  public var callLow: UInt64
  /// Within the call.
  public var sequence: UInt64

  public init(callHigh: UInt64, callLow: UInt64, sequence: UInt64) {
    self.callHigh = callHigh
    self.callLow = callLow
    self.sequence = sequence
  }

  func append(to bytes: inout [UInt8]) {
    bytes.append(bigEndian: callHigh)
    bytes.append(bigEndian: callLow)
    bytes.append(bigEndian: sequence)
  }
}

extension [UInt8] {
  mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

extension Collection<UInt8> {
  /// The number whose bytes these are, the highest first.
  func bigEndian<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type = Value.self) -> Value {
    reduce(0) { $0 << 8 | Value($1) }
  }
}
