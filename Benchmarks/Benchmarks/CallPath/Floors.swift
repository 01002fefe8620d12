import Benchmark

/// What a machine cannot do faster: copying the same bytes, or looking each of them up in a table.
func floorBenchmarks() {
  for size in [160, 640, 1_068] {
    measure("floor: copy \(size) bytes") { count, begin in
      let source = Signal.bytes(size)
      var target = [UInt8](repeating: 0, count: size)
      begin()
      for _ in count {
        blackHole(source)
        target.replaceSubrange(0..<size, with: source)
        blackHole(target)
      }
    }
  }
  for size in [160, 216, 320, 800] {
    measure("floor: look up \(size) bytes") { count, begin in
      let source = Signal.bytes(size)
      let table = Signal.speech(frames: 2, rate: 8_000)
      var target = [Int16](repeating: 0, count: size)
      begin()
      for _ in count {
        blackHole(source)
        lookUp(source.span, in: table.span, into: &target)
        blackHole(target)
      }
    }
  }
}

@inline(never)
private func lookUp(_ source: Span<UInt8>, in table: Span<Int16>, into target: inout [Int16]) {
  var output = target.mutableSpan
  for index in source.indices { output[index] = table[Int(source[index])] }
}
