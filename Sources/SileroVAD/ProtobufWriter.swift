internal import Bytes

/// Writes a protocol buffer message (protobuf.dev, "Encoding"), field by field.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ number: Int, integer: Int) {
    putVarint(UInt64(number) << 3)
    putVarint(UInt64(bitPattern: Int64(integer)))
  }

  mutating func put(_ number: Int, text: String) { put(number, bytes: Array(text.utf8)) }

  mutating func put(_ number: Int, _ message: ProtobufWriter) { put(number, bytes: message.bytes) }

  /// Little-endian, as ONNX keeps a tensor's raw data.
  mutating func put(_ number: Int, floats: [Float]) {
    putVarint(UInt64(number) << 3 | 2)
    putVarint(UInt64(floats.count * 4))
    bytes.reserveCapacity(bytes.count + floats.count * 4)
    for value in floats {
      let bits = value.bitPattern
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
  }

  mutating func put(_ number: Int, bytes more: [UInt8]) {
    putVarint(UInt64(number) << 3 | 2)
    putVarint(UInt64(more.count))
    bytes += more
  }

  private mutating func putVarint(_ value: UInt64) { bytes.appendVarint(value) }
}
