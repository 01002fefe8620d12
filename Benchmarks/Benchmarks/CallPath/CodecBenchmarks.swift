import Audio
import Benchmark

/// One frame of 20 ms, each way.
func codecBenchmarks() {
  for (name, law) in [("PCMU", G711.Law.mu), ("PCMA", .a)] {
    measure("\(name) decode, 160 samples") { count, begin in
      let bytes = Signal.bytes(160)
      var samples = [Int16](repeating: 0, count: 160)
      begin()
      for _ in count {
        var output = samples.mutableSpan
        blackHole(G711.decode(bytes.span, law: law, into: &output))
        blackHole(samples)
      }
    }
    measure("\(name) encode, 160 samples") { count, begin in
      let samples = Signal.speech(frames: 1, rate: 8_000)
      var bytes = [UInt8](repeating: 0, count: 160)
      begin()
      for _ in count {
        var output = bytes.mutableSpan
        blackHole(G711.encode(samples.span, law: law, into: &output))
        blackHole(bytes)
      }
    }
  }
  measure("G722 decode, 320 samples", isLong: true) { count, begin in
    var decoder = G722Decoder()
    let bytes = g722Bytes()
    var samples = [Int16](repeating: 0, count: 320)
    begin()
    for _ in count {
      var output = samples.mutableSpan
      blackHole(decoder.decode(bytes.span, into: &output))
      blackHole(samples)
    }
  }
  measure("G722 encode, 320 samples", isLong: true) { count, begin in
    var encoder = G722Encoder()
    let samples = Signal.speech(frames: 1, rate: 16_000)
    var bytes = [UInt8](repeating: 0, count: 160)
    begin()
    for _ in count {
      var output = bytes.mutableSpan
      blackHole(encoder.encode(samples.span, into: &output))
      blackHole(bytes)
    }
  }
  measure("L16 decode, 320 samples") { count, begin in
    let bytes = Signal.bytes(640)
    var samples = [Int16](repeating: 0, count: 320)
    begin()
    for _ in count {
      var output = samples.mutableSpan
      blackHole(L16.decode(bytes.span, order: .big, into: &output))
      blackHole(samples)
    }
  }
  measure("L16 encode, 320 samples") { count, begin in
    let samples = Signal.speech(frames: 1, rate: 16_000)
    var bytes = [UInt8](repeating: 0, count: 640)
    begin()
    for _ in count {
      var output = bytes.mutableSpan
      blackHole(L16.encode(samples.span, order: .big, into: &output))
      blackHole(bytes)
    }
  }
}

private func g722Bytes() -> [UInt8] {
  var encoder = G722Encoder()
  var bytes = [UInt8](repeating: 0, count: 160)
  var output = bytes.mutableSpan
  _ = encoder.encode(Signal.speech(frames: 1, rate: 16_000).span, into: &output)
  return bytes
}
