import Benchmark
import Foundation

/// Registers a benchmark whose body does its operation `count` times over, after preparing what it needs.
///
/// - Parameter body: prepares, calls `begin` and then does the operation for each of `count`.
func measure(
  _ name: String, _ body: @escaping @Sendable (_ count: Range<Int>, _ begin: () -> Void) -> Void
) {
  Benchmark(name, configuration: configuration) { benchmark in
    body(benchmark.scaledIterations) { benchmark.startMeasurement() }
    benchmark.stopMeasurement()
  }
}

/// Throughput is there because the export asks for it; the time is what is judged.
private var configuration: Benchmark.Configuration {
  Benchmark.Configuration(
    metrics: [.throughput, .wallClock], timeUnits: .nanoseconds, warmupIterations: 3, scalingFactor: .kilo,
    maxDuration: isQuick ? .milliseconds(150) : .milliseconds(600), maxIterations: 2_000)
}

/// `BENCH_QUICK=1` asks for the short form.
private let isQuick = ProcessInfo.processInfo.environment["BENCH_QUICK"] == "1"
