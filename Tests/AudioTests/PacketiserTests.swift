import Audio
import Testing

@Suite("Packetiser")
struct PacketiserTests {
  @Test(
    "a sine cut anywhere comes out sample for sample", arguments: 1...20 as ClosedRange<UInt64>,
    [8000, 16_000, 22_050, 24_000, 48_000])
  func golden(seed: UInt64, rate: Int) {
    var random = SeededGenerator(seed: seed)
    let sine = Vectors.sine(440, count: rate / 2 + Int.random(in: 0..<500, using: &random), rate: rate)
    var packetiser = Packetiser(sampleRate: rate)
    let frame = packetiser.frameSamples
    var out = [Int16]()
    var start = 0
    while start < sine.count {
      let size = Int.random(in: 0...(Bool.random(using: &random) ? 40 : 3 * frame), using: &random)
      let piece = Array(sine[start..<min(sine.count, start + size)])
      packetiser.push(piece.span) {
        #expect($0.count == frame)
        out += $0.array
      }
      start += piece.count
    }
    let padded = packetiser.flush { out += $0.array }
    #expect(out.count % frame == 0)
    #expect(out.count == sine.count + padded)
    #expect(Array(out.prefix(sine.count)) == sine)
    #expect(out.suffix(padded).allSatisfy { $0 == 0 })
    let left = packetiser.carried
    #expect(left == 0)
  }

  @Test("an empty packetiser has nothing to flush, and reset forgets")
  func emptyAndReset() {
    var packetiser = Packetiser(sampleRate: 8000)
    packetiser.push([1, 2, 3].span) { _ in Issue.record("no frame was complete") }
    packetiser.reset()
    let padded = packetiser.flush { _ in Issue.record("nothing was left") }
    #expect(padded == 0)
  }

  @Test(
    "a frame is one ptime long",
    arguments: [(8000, 20, 160), (16_000, 20, 320), (22_050, 20, 441), (8000, 30, 240)])
  func frameLength(rate: Int, ptimeMs: Int, samples: Int) {
    let length = Packetiser(sampleRate: rate, ptimeMs: ptimeMs).frameSamples
    #expect(length == samples)
  }
}
