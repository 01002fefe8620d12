internal import Bytes

/// A running 64-bit hash, the same on every machine and in every process. Not for secrets.
///
/// One multiplication and one shift a word, as Fowler, Noll and Vo's FNV-1a has one a byte.
public struct Digest: Sendable, Equatable {
  public private(set) var value: UInt64

  public init() { value = 0xcbf2_9ce4_8422_2325 }

  /// The lower half: what an entry carries.
  public var short: UInt32 { UInt32(truncatingIfNeeded: value ^ value >> 32) }

  @_noAllocation @_noLocks
  public mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x9e37_79b9_7f4a_7c15
    value ^= value >> 29
  }

  public mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  public mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in add(unsafe bytes.span) }
  }

  public mutating func add(_ bytes: [UInt8]) { add(bytes.span) }

  /// Length and content, eight bytes at a step.
  public mutating func add(_ bytes: Span<UInt8>) {
    add(bytes.count)
    let raw = unsafe bytes.bytes
    var position = 0
    while bytes.count &- position >= 8 {
      add(raw.littleEndian(UInt64.self, at: position))
      position &+= 8
    }
    while position < bytes.count {
      add(UInt64(bytes[position]))
      position &+= 1
    }
  }
}
