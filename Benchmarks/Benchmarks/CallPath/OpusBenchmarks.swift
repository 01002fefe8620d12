import Benchmark
import OpusCodec

/// One frame of 20 ms at 16 kHz, each way, out of a second of speech.
func opusBenchmarks() {
  measure("OPUS encode, 320 samples", isLong: true) { count, begin in
    let speech = Signal.speech(frames: 50, rate: 16_000)
    guard var encoder = try? OpusEncoder(sampleRate: 16_000) else { return }
    var packet = [UInt8](repeating: 0, count: OpusEncoder.maximumPacketBytes)
    begin()
    for index in count {
      let start = index % 50 * 320
      var output = packet.mutableSpan
      blackHole(try? encoder.encode(speech.span.extracting(start..<start + 320), into: &output))
      blackHole(packet)
    }
  }
  measure("OPUS decode, 320 samples", isLong: true) { count, begin in
    let packets = opusPackets()
    guard !packets.isEmpty, var decoder = try? OpusDecoder(sampleRate: 16_000) else { return }
    var samples = [Int16](repeating: 0, count: decoder.maximumSamples)
    begin()
    for index in count {
      var output = samples.mutableSpan
      let packet = packets[index % packets.count]
      blackHole(try? decoder.decode(packet.span, into: &output))
      blackHole(samples)
    }
  }
}

private func opusPackets() -> [[UInt8]] {
  let speech = Signal.speech(frames: 50, rate: 16_000)
  guard var encoder = try? OpusEncoder(sampleRate: 16_000) else { return [] }
  return (0..<50).compactMap { frame in
    var packet = [UInt8](repeating: 0, count: OpusEncoder.maximumPacketBytes)
    var output = packet.mutableSpan
    let samples = speech.span.extracting(frame * 320..<(frame + 1) * 320)
    guard let size = try? encoder.encode(samples, into: &output) else { return nil }
    return Array(packet[..<size])
  }
}
