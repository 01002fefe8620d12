import Benchmark

/// Everything on a call's way from the socket to the caller's ear, and the floors to hold it against.
///
/// ``measure(_:isLong:_:)`` says what a sample is.
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
  journalBenchmarks()
}
