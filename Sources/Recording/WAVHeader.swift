/// The 44 bytes before the samples of a stereo WAV file of 16 bits.
public enum WAVHeader {
  public static let byteCount = 44

  /// - Parameters:
  ///   - rate: samples a second.
  ///   - dataBytes: of all samples; nil while that is not known, which players take for "to the end of the file".
  public static func stereo(rate: Int, dataBytes: Int?) -> [UInt8] {
    let data = UInt32(clamping: dataBytes ?? Int(UInt32.max))
    let riff = dataBytes.map { UInt32(clamping: $0 + byteCount - 8) } ?? .max
    var bytes = Array("RIFF".utf8)
    append(riff, to: &bytes)
    bytes += Array("WAVEfmt ".utf8)
    append(UInt32(16), to: &bytes)
    append(UInt16(1), to: &bytes)
    append(UInt16(2), to: &bytes)
    append(UInt32(clamping: rate), to: &bytes)
    append(UInt32(clamping: rate * 4), to: &bytes)
    append(UInt16(4), to: &bytes)
    append(UInt16(16), to: &bytes)
    bytes += Array("data".utf8)
    append(data, to: &bytes)
    return bytes
  }

  /// The same with its lengths filled in; nil when it is no such header.
  public static func completed(_ header: [UInt8], dataBytes: Int) -> [UInt8]? {
    guard header.count == byteCount else { return nil }
    let rate = (0..<4).reduce(0) { $0 | Int(header[24 + $1]) << (8 * $1) }
    return header == stereo(rate: rate, dataBytes: nil) ? stereo(rate: rate, dataBytes: dataBytes) : nil
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
