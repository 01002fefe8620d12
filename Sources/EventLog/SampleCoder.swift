internal import Bytes
/// Samples without loss in about half their bytes: what a second-order predictor leaves, in Rice codes.
///
/// Of each sample twice the last less the one before is expected; the rest is zigzagged and written as a quotient in
/// ones, a zero, and a remainder of `k` bits, with one `k` for 256 samples. A quotient of 24 ones stands for a
/// remainder written whole, in 20 bits. (Rice and Plaunt, IEEE Trans. Communications 19, 1971; Robinson, "Shorten",
/// 1994.)
enum SampleCoder {
  private static let run = 256
  private static let escape = 24
  private static let wholeBits = 20

  /// A varint of the count, then the bits, filled up to a byte with zeros.
  static func encode(_ samples: [Int16]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count + 16)
    bytes.appendVarint(UInt64(samples.count))
    var bits = BitWriter(bytes: bytes)
    var last: Int32 = 0
    var before: Int32 = 0
    var rests: [UInt32] = []
    rests.reserveCapacity(run)
    var start = 0
    while start < samples.count {
      rests.removeAll(keepingCapacity: true)
      for sample in samples[start..<min(start + run, samples.count)] {
        let rest = Int32(sample) - (2 * last - before)
        rests.append(UInt32(bitPattern: (rest << 1) ^ (rest >> 31)))
        before = last
        last = Int32(sample)
      }
      write(rests, to: &bits)
      start += run
    }
    return bits.finish()
  }

  private static func write(_ rests: [UInt32], to bits: inout BitWriter) {
    let mean = rests.reduce(0) { $0 + UInt64($1) } / UInt64(max(1, rests.count))
    let k = mean == 0 ? 0 : 63 - mean.leadingZeroBitCount
    bits.write(UInt32(k), count: 5)
    for rest in rests {
      let quotient = Int(rest >> UInt32(k))
      if quotient < escape {
        // `quotient` ones and a zero.
        bits.write((1 << UInt32(quotient + 1)) - 2, count: quotient + 1)
        bits.write(rest & ((1 << UInt32(k)) - 1), count: k)
      } else {
        bits.write((1 << UInt32(escape)) - 1, count: escape)
        bits.write(rest, count: wholeBits)
      }
    }
  }

  /// Nil when the bytes are not what `encode` makes, or hold more than `limit` samples.
  static func decode(_ bytes: [UInt8], limit: Int) -> [Int16]? {
    var bits = BitReader(bytes)
    guard let count = bits.varint(), count <= UInt64(max(0, limit)), count <= UInt64(bytes.count) * 8
    else { return nil }
    var samples: [Int16] = []
    samples.reserveCapacity(Int(count))
    var last: Int32 = 0
    var before: Int32 = 0
    var k = 0
    for index in 0..<Int(count) {
      if index % run == 0 {
        guard let bits = bits.read(5), bits <= 18 else { return nil }
        k = Int(bits)
      }
      guard let rest = rest(k, &bits) else { return nil }
      let signed = Int32(bitPattern: rest >> 1) ^ -Int32(bitPattern: rest & 1)
      guard let sample = Int16(exactly: signed &+ 2 &* last &- before) else { return nil }
      samples.append(sample)
      before = last
      last = Int32(sample)
    }
    return samples
  }

  private static func rest(_ k: Int, _ bits: inout BitReader) -> UInt32? {
    var quotient = 0
    while quotient < escape {
      guard let bit = bits.read(1) else { return nil }
      if bit == 0 {
        return bits.read(k).map { UInt32(quotient) << UInt32(k) | $0 }
      }
      quotient += 1
    }
    return bits.read(wholeBits)
  }
}
