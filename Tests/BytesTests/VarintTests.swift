import Bytes
import Testing

@Suite("Numbers of variable length")
struct VarintTests {
  private func read(_ bytes: [UInt8]) -> UInt64? {
    var number = Varint()
    for byte in bytes {
      switch number.add(byte) {
      case .more: continue
      case .whole(let value): return value
      case .tooLong: return nil
      }
    }
    return nil
  }

  @Test(
    "every number comes back from as few bytes as hold it",
    arguments: [
      (0, 1), (1, 1), (127, 1), (128, 2), (300, 2), (1 << 14, 3), (1 << 62, 9), (1 << 63, 10), (.max, 10),
    ] as [(UInt64, Int)])
  func roundTrip(number: UInt64, count: Int) {
    var bytes: [UInt8] = []
    bytes.appendVarint(number)
    #expect(bytes.count == count)
    #expect(read(bytes) == number)
    #expect(read(Array(bytes.dropLast())) == nil)
  }

  @Test("more bits than a number has are refused, however they go on")
  func tooLong() {
    #expect(read([UInt8](repeating: 0xff, count: 9) + [2]) == nil)
    #expect(read([UInt8](repeating: 0x80, count: 40)) == nil)
  }

  @Test(
    "either sign is small near zero",
    arguments: [(0, 0), (-1, 1), (1, 2), (-2, 3), (.max, .max - 1), (.min, .max)] as [(Int64, UInt64)])
  func zigzag(number: Int64, bits: UInt64) {
    #expect(Varint.zigzag(number) == bits)
    #expect(Varint.unzigzag(bits) == number)
  }
}
