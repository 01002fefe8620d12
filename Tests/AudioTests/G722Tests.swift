import Audio
import Testing

@Suite("G.722")
struct G722Tests {
  private func encode(_ samples: [Int16], chunk: Int = .max) -> [UInt8] {
    var encoder = G722Encoder()
    var bytes = [UInt8]()
    var start = 0
    while start < samples.count {
      let part = Array(samples[start..<min(samples.count, start + min(chunk, samples.count))])
      var out = [UInt8](repeating: 0, count: part.count / 2)
      var room = out.mutableSpan
      let written = encoder.encode(part.span, into: &room)
      #expect(written == part.count / 2)
      bytes += out
      start += part.count
    }
    return bytes
  }

  private func decode(_ bytes: [UInt8], chunk: Int = .max) -> [Int16] {
    var decoder = G722Decoder()
    var samples = [Int16]()
    var start = 0
    while start < bytes.count {
      let part = Array(bytes[start..<min(bytes.count, start + min(chunk, bytes.count))])
      var out = [Int16](repeating: 0, count: part.count * 2)
      var room = out.mutableSpan
      let written = decoder.decode(part.span, into: &room)
      #expect(written == part.count * 2)
      samples += out
      start += part.count
    }
    return samples
  }

  @Test("encodes to FFmpeg's bytes")
  func encodesLikeFFmpeg() throws {
    let bytes = encode(try Vectors.samples("g722-input.s16le"))
    #expect(bytes == (try Vectors.bytes("g722-ffmpeg.g722")))
  }

  @Test("decodes to FFmpeg's samples, also from bytes that no encoder made", arguments: ["ffmpeg", "random"])
  func decodesLikeFFmpeg(name: String) throws {
    let samples = decode(try Vectors.bytes("g722-\(name).g722"))
    #expect(samples == (try Vectors.samples("g722-\(name).s16le")))
  }

  @Test("cutting the stream anywhere changes nothing", arguments: [2, 38, 320, 322])
  func chunks(size: Int) throws {
    let input = try Vectors.samples("g722-input.s16le")
    let bytes = encode(input)
    #expect(encode(input, chunk: size) == bytes)
    #expect(decode(bytes, chunk: size / 2) == decode(bytes))
  }

  @Test("a tone comes back 22 samples later and clean", arguments: [300.0, 1000, 3000, 5500])
  func toneSurvives(hertz: Double) {
    let tone = Vectors.sine(hertz, count: 8000, rate: 16_000)
    let heard = decode(encode(tone))
    #expect(Vectors.snr(tone[1600..<7900], heard[1622..<7922]) > 20)
  }

  @Test("full-scale noise and any bytes stay within the arithmetic", arguments: [1, 2, 3] as [UInt64])
  func hostile(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let noise = (0..<20_000).map { _ in Bool.random(using: &random) ? Int16.min : Int16.max }
    #expect(decode(encode(noise)).count == noise.count)
    let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(decode(bytes).count == 40_000)
    #expect(decode([UInt8](repeating: UInt8(seed), count: 20_000)).count == 40_000)
  }

  @Test("an odd sample and a short output are left out")
  func oddCounts() {
    var encoder = G722Encoder()
    var bytes = [UInt8](repeating: 0, count: 3)
    var room = bytes.mutableSpan
    let written = encoder.encode([Int16](repeating: 5, count: 5).span, into: &room)
    #expect(written == 2)
    var decoder = G722Decoder()
    var samples = [Int16](repeating: 0, count: 5)
    var samplesRoom = samples.mutableSpan
    let read = decoder.decode([UInt8](repeating: 5, count: 9).span, into: &samplesRoom)
    #expect(read == 4)
  }
}
