import Audio
import Testing

@Suite("G.711")
struct G711Tests {
  @Test("every code expands to the recommendation's value", arguments: G711.Law.allCases)
  func decodesEveryCode(law: G711.Law) {
    for code in UInt8.min...UInt8.max {
      #expect(Int(G711.decode(code, law: law)) == G711Model.value(code, law), "code \(code)")
    }
  }

  @Test("every code expands as SoX expands it", arguments: [("mulaw", G711.Law.mu), ("alaw", .a)])
  func decodesLikeSox(name: String, law: G711.Law) throws {
    let expected = try Vectors.samples("\(name)-codes.s16le")
    #expect((0...255).map { G711.decode(UInt8($0), law: law) } == expected)
  }

  @Test("every sample falls into the recommendation's interval", arguments: G711.Law.allCases)
  func encodesEverySample(law: G711.Law) {
    let model = G711Model(law)
    var wrong = [Int16]()
    for sample in Int16.min...Int16.max where G711.encode(sample, law: law) != model.code(sample) {
      wrong.append(sample)
    }
    #expect(wrong.isEmpty)
  }

  @Test("decoding and encoding again gives the code back", arguments: G711.Law.allCases)
  func roundTrip(law: G711.Law) {
    for code in UInt8.min...UInt8.max where !(law == .mu && code == 0x7F) {
      #expect(G711.encode(G711.decode(code, law: law), law: law) == code)
    }
    // µ-law has two codes for zero; the positive one is sent.
    #expect(G711.decode(0x7F, law: .mu) == 0)
    #expect(G711.encode(0, law: .mu) == 0xFF)
  }

  @Test("bulk equals one at a time, over every value", arguments: G711.Law.allCases)
  func bulk(law: G711.Law) {
    let samples = Array(Int16.min...Int16.max)
    var bytes = [UInt8](repeating: 0, count: samples.count)
    var room = bytes.mutableSpan
    #expect(G711.encode(samples.span, law: law, into: &room) == samples.count)
    #expect(bytes == samples.map { G711.encode($0, law: law) })

    let codes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    var decoded = [Int16](repeating: 0, count: codes.count)
    var samplesRoom = decoded.mutableSpan
    #expect(G711.decode(codes.span, law: law, into: &samplesRoom) == codes.count)
    #expect(decoded == codes.map { G711.decode($0, law: law) })
  }

  @Test("writes no more than there is room for", arguments: [0, 1, 7, 160])
  func shortOutput(room: Int) {
    let codes = [UInt8](repeating: 0x10, count: 100)
    var out = [Int16](repeating: 0, count: room)
    var span = out.mutableSpan
    #expect(G711.decode(codes.span, law: .mu, into: &span) == min(room, 100))
    #expect(out.prefix(100).allSatisfy { $0 == G711.decode(0x10, law: .mu) })
    #expect(out.dropFirst(100).allSatisfy { $0 == 0 })
  }

  @Test("the silence byte stands for the smallest positive value", arguments: G711.Law.allCases)
  func silence(law: G711.Law) {
    #expect(G711.encode(0, law: law) == law.silence)
    #expect(abs(Int(G711.decode(law.silence, law: law))) <= 8)
  }
}

/// G.711 written down from its tables: decision values, segment by segment, searched from the bottom.
private struct G711Model {
  let law: G711.Law
  /// Lower ends of the 128 positive intervals, on the 16-bit scale.
  let decisions: [Int]

  init(_ law: G711.Law) {
    self.law = law
    switch law {
    case .mu:
      // Table 2a, 14 bits: 0, 1, 3, 5 … 31, then 16 steps of 4, 8, … 256.
      var ends = [0]
      var value = 1
      for _ in 0..<15 {
        ends.append(value)
        value += 2
      }
      for segment in 1..<8 {
        for _ in 0..<16 {
          ends.append(value)
          value += 2 << segment
        }
      }
      decisions = ends.map { $0 * 4 }
    case .a:
      // Table 1a, 12-bit magnitudes: 32 steps of 1 (two on the 13-bit scale), then 16 of 2, 4, … 64.
      var ends = [Int]()
      var value = 0
      for segment in 0..<8 {
        for _ in 0..<16 {
          ends.append(value)
          value += segment < 2 ? 1 : 1 << (segment - 1)
        }
      }
      decisions = ends.map { $0 * 16 }
    }
  }

  func code(_ sample: Int16) -> UInt8 {
    let magnitude = sample < 0 ? -Int(sample) - 1 : Int(sample)
    let interval = UInt8(decisions.lastIndex { $0 <= magnitude } ?? 0)
    switch law {
    case .mu: return (sample < 0 ? 0x7F : 0xFF) - interval
    case .a: return ((sample < 0 ? 0 : 0x80) + interval) ^ 0x55
    }
  }

  static func value(_ code: UInt8, _ law: G711.Law) -> Int {
    let plain = law == .mu ? ~code : code ^ 0x55
    let segment = Int(plain >> 4 & 7)
    let interval = Int(plain & 15)
    switch law {
    case .mu:
      let magnitude = ((33 + 2 * interval) << segment) - 33
      return (plain & 0x80 != 0 ? -magnitude : magnitude) * 4
    case .a:
      let magnitude = segment == 0 ? 2 * interval + 1 : (2 * interval + 33) << (segment - 1)
      return (plain & 0x80 != 0 ? magnitude : -magnitude) * 8
    }
  }
}
