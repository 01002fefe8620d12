import Benchmark
import Resampling

/// A frame of 20 ms at the quality of phone calls.
func resamplingBenchmarks() {
  for (from, to) in [(8_000, 16_000), (16_000, 8_000), (16_000, 24_000), (24_000, 8_000)] {
    measure("resample \(from / 1_000) to \(to / 1_000) kHz, 20 ms", isLong: true) { count, begin in
      guard var resampler = try? Resampler(from: from, to: to) else { return }
      let input = Signal.speech(frames: 1, rate: from)
      let room = resampler.maximumOutput(for: input.count)
      var output = [Int16]()
      output.reserveCapacity(2 * room)
      begin()
      for _ in count {
        output.removeAll(keepingCapacity: true)
        output.append(addingCapacity: room) { blackHole(resampler.process(input.span, into: &$0)) }
        blackHole(output)
      }
    }
  }
}
