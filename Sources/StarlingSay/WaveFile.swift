import Foundation

/// A RIFF/WAVE file of s16 mono samples.
enum WaveFile {
  static func write(_ samples: [Int16], rate: Int, to path: String) throws(SayFailure) {
    var bytes = Data("RIFF".utf8)
    append(UInt32(36 + samples.count * 2), to: &bytes)
    bytes += Data("WAVEfmt ".utf8)
    append(UInt32(16), to: &bytes)
    append(UInt16(1), to: &bytes)
    append(UInt16(1), to: &bytes)
    append(UInt32(rate), to: &bytes)
    append(UInt32(rate * 2), to: &bytes)
    append(UInt16(2), to: &bytes)
    append(UInt16(16), to: &bytes)
    bytes += Data("data".utf8)
    append(UInt32(samples.count * 2), to: &bytes)
    for sample in samples { append(UInt16(bitPattern: sample), to: &bytes) }
    do {
      try bytes.write(to: URL(fileURLWithPath: path))
    } catch {
      throw SayFailure(reason: "cannot write \(path): \(error.localizedDescription)", status: 1)
    }
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout Data) {
    var rest = value.littleEndian
    for _ in 0..<(value.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
