/// Numbers in the byte order of the format.
public protocol LittleEndian: FixedWidthInteger, BitwiseCopyable {}

extension UInt16: LittleEndian {}
extension UInt32: LittleEndian {}
extension UInt64: LittleEndian {}
extension Int64: LittleEndian {}

extension RawSpan {
  /// - Precondition: the number lies inside the span.
  public func littleEndian<Number: LittleEndian>(_: Number.Type, at offset: Int) -> Number {
    // Sound: any bits are a number, and the span checks its bounds.
    unsafe Number(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}

extension [UInt8] {
  public mutating func appendLittleEndian(_ number: some LittleEndian) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
