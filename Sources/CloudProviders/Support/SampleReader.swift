/// Samples out of bytes that come in pieces: signed 16-bit, little-endian; a piece may end in the middle of a sample.
struct SampleReader {
  private var half: UInt8?

  /// Whether a sample's second byte never came.
  var endsInHalf: Bool { half != nil }

  mutating func samples(_ bytes: [UInt8]) -> [Int16] {
    var bytes = bytes[...]
    var samples: [Int16] = []
    samples.reserveCapacity(bytes.count / 2 + 1)
    if let low = half, let high = bytes.first {
      samples.append(Int16(bitPattern: UInt16(low) | UInt16(high) << 8))
      bytes = bytes.dropFirst()
      half = nil
    }
    if bytes.count % 2 == 1 { half = bytes.removeLast() }
    var place = bytes.startIndex
    while place < bytes.endIndex {
      samples.append(Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8))
      place += 2
    }
    return samples
  }
}
