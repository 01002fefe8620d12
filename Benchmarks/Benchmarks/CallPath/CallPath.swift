import Benchmark

/// Everything on a call's way from the socket to the caller's ear, and the floors to hold it against.
///
/// Each benchmark does its operation a thousand times a sample, and so does each floor; `ratio-check` relies on it.
let benchmarks: @Sendable () -> Void = {
  floorBenchmarks()
  wireBenchmarks()
  codecBenchmarks()
  opusBenchmarks()
  ringBenchmarks()
  resamplingBenchmarks()
  voiceActivityBenchmarks()
  callCoreBenchmarks()
  sentenceBenchmarks()
}
