import Audio
import Foundation
import Testing

@Suite("Call id")
struct CallIDTests {
  @Test("the example of RFC 9562, appendix A.6, is made and read")
  func example() throws {
    let id = CallID(unixMilliseconds: 0x017F_22E2_79B0, random: 0xCC3, 0x18C4_DC0C_0C07_398F)
    #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    #expect(CallID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F") == id)
    #expect(id.unixMilliseconds == 0x017F_22E2_79B0)
  }

  @Test("text and value are the same thing", arguments: 0..<200 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let ms = generator.next()
    let id = CallID(unixMilliseconds: ms, random: generator.next(), generator.next())
    #expect(CallID(id.description) == id)
    #expect(id.unixMilliseconds == ms & 0xffff_ffff_ffff)
    let uuid = try #require(UUID(uuidString: id.description))
    #expect(uuid.uuid.6 >> 4 == 7)
    #expect(uuid.uuid.8 >> 6 == 0b10)
    #expect(try JSONDecoder().decode([CallID].self, from: JSONEncoder().encode([id])) == [id])
  }

  @Test("ids sort by time, as values and as text", arguments: 0..<100 as Range<UInt64>)
  func order(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let ids = (0..<20).map { _ in
      CallID(
        unixMilliseconds: 1_700_000_000_000 + UInt64.random(in: 0...10, using: &generator),
        random: generator.next(), generator.next())
    }
    #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
    #expect(ids.sorted().map(\.unixMilliseconds) == ids.map(\.unixMilliseconds).sorted())
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "017f22e2", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
      "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-18c4-dc0c0c07398f", "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
      "017g22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2 79b0 7cc3 98c4 dc0c0c07398f",
      "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", "017f22e2-79b0-7cc3-98c4-dc0c0c0739é",
    ])
  func refused(text: String) throws {
    #expect(CallID(text) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CallID].self, from: JSONEncoder().encode([text]))
    }
  }
}
