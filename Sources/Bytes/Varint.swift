/// A whole number that is read byte by byte: seven bits each, least significant first, the high bit set on all but the last
/// (protobuf.dev, "Encoding"). Ten bytes at most.
@frozen
public struct Varint: Sendable {
  public enum Step: Sendable {
    case more
    case whole(UInt64)
    /// More bits than a number has.
    case tooLong
  }

  @usableFromInline var number: UInt64 = 0
  @usableFromInline var shift: UInt64 = 0

  @inlinable
  public init() {}

  /// Takes the next byte; not to be asked again after `whole` or `tooLong`.
  @inlinable
  public mutating func add(_ byte: UInt8) -> Step {
    // The tenth byte has one bit left to give.
    guard shift < 63 || byte <= 1 else { return .tooLong }
    number |= UInt64(byte & 0x7f) << shift
    shift += 7
    return byte < 0x80 ? .whole(number) : .more
  }

  /// Numbers near zero, of either sign, as small ones: 0, -1, 1, -2 are 0, 1, 2, 3.
  @inlinable
  public static func zigzag(_ number: Int64) -> UInt64 {
    UInt64(bitPattern: number << 1) ^ UInt64(bitPattern: number >> 63)
  }

  @inlinable
  public static func unzigzag(_ bits: UInt64) -> Int64 {
    Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
  }
}

extension [UInt8] {
  @inlinable
  public mutating func appendVarint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
