import Benchmark
import Foundation

/// Registers a benchmark whose body does its operation many times over, after preparing what it needs.
///
/// A sample is a thousand operations, or a batch of twenty where one takes microseconds: a sample that is longer than
/// the scheduler's slice would measure what else the machine does. The batch is told in the registered name, which
/// `ratio-check` reads.
///
/// - Parameter body: prepares, calls `begin` and then does the operation for each of `count`.
func measure(
  _ name: String, isLong: Bool = false,
  _ body: @escaping @Sendable (_ count: Range<Int>, _ begin: () -> Void) -> Void
) {
  let configuration = configuration(scale: isLong ? .one : .kilo)
  Benchmark(isLong ? "batch of 20: \(name)" : name, configuration: configuration) { benchmark in
    body(isLong ? 0..<20 : benchmark.scaledIterations) { benchmark.startMeasurement() }
    benchmark.stopMeasurement()
  }
}

/// Throughput is there because the export asks for it; the time is what is judged.
private func configuration(scale: BenchmarkScalingFactor) -> Benchmark.Configuration {
  Benchmark.Configuration(
    metrics: [.throughput, .wallClock], timeUnits: .nanoseconds, warmupIterations: 3, scalingFactor: scale,
    maxDuration: isQuick ? .milliseconds(300) : .seconds(1), maxIterations: 2_000)
}

/// `BENCH_QUICK=1` asks for the short form.
private let isQuick = ProcessInfo.processInfo.environment["BENCH_QUICK"] == "1"
