import Audio
import Testing

@Suite("L16")
struct L16Tests {
  @Test("bytes are read in the order that is asked for")
  func decodes() {
    let bytes: [UInt8] = [0x01, 0x80, 0xFF, 0x7F, 0xAA]
    var out = [Int16](repeating: 0, count: 4)
    var room = out.mutableSpan
    #expect(L16.decode(bytes.span, order: .little, into: &room) == 2)
    #expect(L16.decode([UInt8](bytes.prefix(2)).span, order: .big, into: &room) == 1)
    #expect(out == [0x0180, 0x7FFF, 0, 0])
  }

  @Test("every sample survives both orders", arguments: L16.ByteOrder.allCases)
  func roundTrip(order: L16.ByteOrder) {
    let samples = Array(Int16.min...Int16.max)
    var bytes = [UInt8](repeating: 0, count: samples.count * 2)
    var room = bytes.mutableSpan
    #expect(L16.encode(samples.span, order: order, into: &room) == bytes.count)
    var back = [Int16](repeating: 0, count: samples.count)
    var samplesRoom = back.mutableSpan
    #expect(L16.decode(bytes.span, order: order, into: &samplesRoom) == samples.count)
    #expect(back == samples)
    #expect(bytes[order == .big ? 0 : 1] == 0x80)
  }

  @Test("writes no more than there is room for", arguments: 0..<6)
  func shortOutput(room: Int) {
    var bytes = [UInt8](repeating: 0xEE, count: room)
    var span = bytes.mutableSpan
    #expect(
      L16.encode([Int16](repeating: 0, count: 2).span, order: .big, into: &span) == min(room / 2, 2) * 2)
  }
}
