import ArgumentParser
import Foundation
import LoadReport

/// A load run for each of several counts of calls, as a table and a plot.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "What calls cost, from few to many: a table and a plot.",
    discussion: """
      Holds a load run for each count of calls, each with an engine of its own, and writes sweep-DATE.csv, .md \
      and .svg. Exit codes are those of `load`.
      """)

  @OptionGroup var options: LoadOptions
  @Option(help: ArgumentHelp("Counts of calls, with commas between.", valueName: "LIST")) var calls =
    "50,100,250,500,1000,1500,2000"
  @Option(help: ArgumentHelp("How long each runs after its ramp.", valueName: "TIME")) var duration = "30s"
  @Option(help: ArgumentHelp("Folder for what is written.", valueName: "DIR")) var output =
    "Benchmarks/results"

  func validate() throws { _ = try counts() }

  private func counts() throws -> [Int] {
    let counts = calls.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) ?? 0 }
    guard !counts.isEmpty, counts.allSatisfy({ (1...20_000).contains($0) }) else {
      throw ValidationError("--calls wants counts of 1 to 20000 with commas between, not \(calls)")
    }
    return counts
  }

  func run() async throws {
    let bench = LoadBench(options)
    var points: [SweepPoint] = []
    for count in try counts() {
      let run = try await bench.hold(calls: count, duration: duration, showsTable: false)
      points.append(SweepPoint(run))
      print("\(count) calls\n\(run.table().text)\n")
    }
    let date = Date.now.formatted(.iso8601.year().month().day())
    let report = SweepReport(
      points: points, machine: try .current(), date: date, isSecure: options.tls)
    try write(report, name: "sweep-\(date)\(options.tls ? "-wss" : "")")
    if let growth = report.growth { print(LoadTable([growth]).text) }
    guard report.passes else { throw ExitCode(1) }
    if !report.hasVerdict { throw ExitCode(3) }
  }

  private func write(_ report: SweepReport, name: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
      for (ending, text) in [
        ("csv", report.csv), ("md", report.markdown), ("svg", SweepPlot(report).svg),
      ] {
        try text.write(toFile: "\(output)/\(name).\(ending)", atomically: true, encoding: .utf8)
      }
    } catch {
      throw LoadFailure("cannot write to \(output): \(error.localizedDescription)")
    }
    print("written: \(output)/\(name).csv, .md and .svg")
  }
}
