import OpusCodec
import Testing

@Suite("Opus")
struct OpusCodecTests {
  @Test("a voice comes back as it went in, later by the codec's delay", arguments: [8_000, 16_000])
  func roundTrip(rate: Int) throws {
    let voice = OpusPackets.voice(samples: rate, rate: rate)
    let packets = try OpusPackets.encode(voice, rate: rate, frame: rate / 50)
    var decoder = try OpusDecoder(sampleRate: rate)
    var decoded: [Int16] = []
    for packet in packets { decoded += try decode(packet, with: &decoder) }
    #expect(packets.count == 50)
    #expect(decoded.count == rate)
    #expect(OpusPackets.correlation(voice, decoded, delay: rate / 50) > 0.8)
  }

  @Test("every legal frame length makes a packet of that length", arguments: [8_000, 16_000])
  func frameLengths(rate: Int) throws {
    for frame in [rate / 400, rate / 200, rate / 100, rate / 50, rate / 25, rate * 3 / 50] {
      let voice = OpusPackets.voice(samples: frame, rate: rate)
      let packet = try #require(try OpusPackets.encode(voice, rate: rate, frame: frame).first)
      var decoder = try OpusDecoder(sampleRate: rate)
      #expect(decoder.samples(in: packet.span) == frame)
      #expect(try decode(packet, with: &decoder).count == frame)
    }
  }

  @Test("a packet of 120 ms is decoded whole")
  func longestPacket() throws {
    let voice = OpusPackets.voice(samples: 16_000, rate: 16_000)
    let packets = try OpusPackets.encode(voice, rate: 16_000, frame: 320)
    let alike = packets.filter { $0[0] == packets[10][0] && (2...252).contains($0.count) }
    try #require(alike.count >= 6)
    var decoder = try OpusDecoder(sampleRate: 16_000)
    #expect(try decode(OpusPackets.joined(Array(alike.prefix(6))), with: &decoder).count == 1_920)
    #expect(decoder.maximumSamples == 1_920)
  }

  @Test("frames of other lengths are refused", arguments: [0, 1, 100, 159, 161, 639, 8_000])
  func illegalFrame(samples: Int) throws {
    var encoder = try OpusEncoder(sampleRate: 8_000)
    let frame = [Int16](repeating: 0, count: samples)
    var buffer = [UInt8](repeating: 0, count: OpusEncoder.maximumPacketBytes)
    var output = buffer.mutableSpan
    let error = failure { () throws(OpusError) in _ = try encoder.encode(frame.span, into: &output) }
    #expect(error == .illegalFrame(samples: samples))
  }

  @Test("rates that no carrier names are refused", arguments: [0, -1, 11_025, 44_100, 48_000])
  func unsupportedRate(rate: Int) {
    #expect(
      failure { () throws(OpusError) in _ = try OpusEncoder(sampleRate: rate) } == .unsupportedRate(rate))
    #expect(
      failure { () throws(OpusError) in _ = try OpusDecoder(sampleRate: rate) } == .unsupportedRate(rate))
  }

  @Test("settings beyond the codec's ranges are brought into them")
  func extremeOptions() throws {
    for value in [Int.min, -1, Int.max] {
      var options = OpusEncoder.Options()
      options.bitrateBps = value
      options.complexity = value
      options.expectedLossPercent = value
      let voice = OpusPackets.voice(samples: 1_600, rate: 8_000)
      let packets = try OpusPackets.encode(voice, rate: 8_000, frame: 160, options: options)
      #expect(packets.count == 10)
    }
  }

  @Test("silence still makes packets, for nothing is left out")
  func noDiscontinuousTransmission() throws {
    let packets = try OpusPackets.encode([Int16](repeating: 0, count: 80_000), rate: 8_000, frame: 160)
    #expect(packets.allSatisfy { $0.count > 2 })
  }

  @Test("a buffer that is too small is an error that says what is needed")
  func smallOutput() throws {
    let voice = OpusPackets.voice(samples: 160, rate: 8_000)
    let packet = try OpusPackets.encode(voice, rate: 8_000, frame: 160)[0]
    var decoder = try OpusDecoder(sampleRate: 8_000)
    var samples = [Int16](repeating: 0, count: 159)
    var output = samples.mutableSpan
    let error = failure { () throws(OpusError) in _ = try decoder.decode(packet.span, into: &output) }
    #expect(error == .outputTooSmall(needed: 160, available: 159))

    var encoder = try OpusEncoder(sampleRate: 8_000)
    var bytes = [UInt8](repeating: 0, count: 1)
    var room = bytes.mutableSpan
    let other = failure { () throws(OpusError) in _ = try encoder.encode(voice.span, into: &room) }
    #expect(other == .outputTooSmall(needed: 2, available: 1))
  }

  @Test("a lost packet is concealed at its length, and the longer the loss the quieter")
  func concealment() throws {
    let voice = OpusPackets.voice(samples: 8_000, rate: 8_000)
    var decoder = try OpusDecoder(sampleRate: 8_000)
    for packet in try OpusPackets.encode(voice, rate: 8_000, frame: 160) {
      _ = try decode(packet, with: &decoder)
    }
    let energies = try (0..<20).map { _ in energy(try lost(160, with: &decoder)) }
    #expect(energies[0] > 0)
    #expect(energies[19] < energies[0] / 10)
  }

  @Test("a loss of a length that is not whole steps of 2.5 ms is refused", arguments: [0, -20, 7, 1_000_000])
  func illegalLoss(samples: Int) throws {
    var decoder = try OpusDecoder(sampleRate: 8_000)
    var buffer = [Int16](repeating: 0, count: 960)
    var output = buffer.mutableSpan
    let error = failure { () throws(OpusError) in
      _ = try decoder.decodeLost(samples: samples, into: &output)
    }
    #expect(error == .illegalFrame(samples: samples))
  }

  @Test("what the next packet says of a lost one is nearer to it than a guess")
  func recovery() throws {
    var options = OpusEncoder.Options()
    options.expectedLossPercent = 30
    // Pitch and loudness change from frame to frame, so that continuing the past is wrong.
    var generator = SeededGenerator(seed: 7)
    let voice = (0..<100).flatMap { _ in
      let shift = Int.random(in: 0..<4_000, using: &generator)
      return Array(OpusPackets.voice(samples: 8_000, rate: 16_000)[shift..<shift + 320])
    }
    let packets = try OpusPackets.encode(voice, rate: 16_000, frame: 320, options: options)
    var whole = try OpusDecoder(sampleRate: 16_000)
    var guessing = try OpusDecoder(sampleRate: 16_000)
    var recovering = try OpusDecoder(sampleRate: 16_000)
    var (guessError, recoveryError) = (0.0, 0.0)
    for (number, packet) in packets.enumerated().dropLast() {
      let truth = try decode(packet, with: &whole)
      guard number % 10 == 5 else {
        _ = try decode(packet, with: &guessing)
        _ = try decode(packet, with: &recovering)
        continue
      }
      guessError += difference(truth, try lost(320, with: &guessing))
      recoveryError += difference(truth, try lost(320, from: packets[number + 1], with: &recovering))
    }
    #expect(recoveryError < guessError)
  }

  @Test("any bytes are decoded or refused, and the decoder goes on", arguments: 0..<8 as Range<UInt64>)
  func randomBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rate = seed % 2 == 0 ? 8_000 : 16_000
    var decoder = try OpusDecoder(sampleRate: rate)
    for _ in 0..<3_000 {
      let size = Int.random(in: 0...(Bool.random(using: &generator) ? 20 : 1_500), using: &generator)
      let packet = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
      fuzzOpus(packet, with: &decoder)
    }
    let voice = OpusPackets.voice(samples: rate / 50, rate: rate)
    let packet = try OpusPackets.encode(voice, rate: rate, frame: rate / 50)[0]
    #expect(try decode(packet, with: &decoder).count == rate / 50)
  }

  @Test(
    "real packets with flipped bits or cut short are decoded or refused", arguments: 0..<4 as Range<UInt64>)
  func damagedPackets(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let voice = OpusPackets.voice(samples: 16_000, rate: 16_000)
    var decoder = try OpusDecoder(sampleRate: 16_000)
    for packet in try OpusPackets.encode(voice, rate: 16_000, frame: 320) {
      for _ in 0..<20 {
        var damaged = packet
        damaged[Int.random(in: 0..<packet.count, using: &generator)] ^=
          1 << UInt8.random(in: 0...7, using: &generator)
        fuzzOpus(damaged, with: &decoder)
        fuzzOpus(Array(packet.prefix(Int.random(in: 0...packet.count, using: &generator))), with: &decoder)
      }
    }
  }

  @Test("after a reset a stream decodes as with a new decoder")
  func reset() throws {
    let voice = OpusPackets.voice(samples: 8_000, rate: 8_000)
    let packets = try OpusPackets.encode(voice, rate: 8_000, frame: 160)
    var used = try OpusDecoder(sampleRate: 8_000)
    for packet in packets { _ = try decode(packet, with: &used) }
    used.reset()
    var fresh = try OpusDecoder(sampleRate: 8_000)
    for packet in packets {
      #expect(try decode(packet, with: &used) == (try decode(packet, with: &fresh)))
    }
  }
}

// MARK: Shorthands

private func decode(_ packet: [UInt8], with decoder: inout OpusDecoder) throws(OpusError) -> [Int16] {
  var samples = [Int16](repeating: 0, count: decoder.maximumSamples)
  var output = samples.mutableSpan
  let count = try decoder.decode(packet.span, into: &output)
  return Array(samples.prefix(count))
}

private func lost(_ count: Int, with decoder: inout OpusDecoder) throws(OpusError) -> [Int16] {
  var samples = [Int16](repeating: 0, count: count)
  var output = samples.mutableSpan
  _ = try decoder.decodeLost(samples: count, into: &output)
  return samples
}

private func lost(
  _ count: Int, from next: [UInt8], with decoder: inout OpusDecoder
) throws(OpusError) -> [Int16] {
  var samples = [Int16](repeating: 0, count: count)
  var output = samples.mutableSpan
  _ = try decoder.decodeLost(samples: count, recoveringFrom: next.span, into: &output)
  return samples
}

/// Whatever the bytes are, no more samples come than a packet can hold.
private func fuzzOpus(_ packet: [UInt8], with decoder: inout OpusDecoder) {
  do throws(OpusError) {
    let count = try decode(packet, with: &decoder).count
    #expect(count > 0 && count <= decoder.maximumSamples)
  } catch {
    #expect(error == .invalidPacket(bytes: packet.count))
  }
  _ = try? lost(decoder.sampleRate / 50, from: packet, with: &decoder)
}

private func failure(_ body: () throws(OpusError) -> Void) -> OpusError? {
  do throws(OpusError) {
    try body()
    return nil
  } catch { return error }
}

private func energy(_ samples: [Int16]) -> Double { samples.reduce(0) { $0 + Double($1) * Double($1) } }

private func difference(_ left: [Int16], _ right: [Int16]) -> Double {
  zip(left, right).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
}
