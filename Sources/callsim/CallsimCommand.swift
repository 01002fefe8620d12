import ArgumentParser
import CallSimulator
import Foundation

@main
struct CallsimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "callsim",
    abstract:
      "Virtual callers over real sockets: speaks Telnyx's media-stream protocol and judges what it hears.",
    discussion: """
      EXAMPLES
        callsim --caller fixtures/callers/lead               one scripted conversation
        callsim --concurrent 1000 --ramp 20s --duration 60s  a thousand callers who talk and listen
        callsim --concurrent 200 --barge-in-every 3 --impair loss=1%,jitter=30ms --json result.json
        callsim --virtual --calls 100000 --seed 1            the call machine alone, in virtual time
        callsim --virtual --seed 1 --call 4711 --trace       one of these calls, event by event
        callsim --concurrent 500 --call-length 3s --calls 20000 --ending mix --duration 20m

      EXIT CODES
        0  every threshold was met
        1  one was missed, a call was not connected, or a connection was lost;
           an invariant was broken in virtual time
        2  wrong usage, or a file that cannot be used
        3  no verdict: callsim itself was too slow for its findings to mean anything
      """)

  @OptionGroup(title: "Calls") var simulator: SimulatorFlags
  @OptionGroup(title: "Virtual time") var virtual: VirtualFlags
  @OptionGroup(title: "Thresholds") var limits: ThresholdFlags

  @Option(help: ArgumentHelp("Write the result as JSON.", valueName: "FILE")) var json: String?
  @Option(help: ArgumentHelp("Write one line for each call.", valueName: "FILE")) var csv: String?
  @Flag(help: "Say nothing but what was missed.") var quiet = false

  static func main() {
    do {
      var command = try parseAsRoot(nil)
      try command.run()
    } catch let error as SimulatorError {
      FileHandle.standardError.write(Data("callsim: \(error)\n".utf8))
      if case .network = error { Foundation.exit(1) }
      Foundation.exit(2)
    } catch {
      let code = exitCode(for: error).rawValue
      let text = fullMessage(for: error)
      if !text.isEmpty {
        (code == 0 ? FileHandle.standardOutput : .standardError).write(Data("\(text)\n".utf8))
      }
      Foundation.exit(code == 64 ? 2 : code)
    }
  }

  func run() throws {
    try virtual.check(Array(CommandLine.arguments.dropFirst()))
    if virtual.virtual {
      let options = try virtual.options(calls: simulator.calls, seed: simulator.seed)
      let simulation = VirtualSimulation(options: options, traces: virtual.trace, isQuiet: quiet)
      if !simulation.run() { Foundation.exit(1) }
      return
    }
    var options = try simulator.options()
    let files: [String]
    if let caller = simulator.caller {
      let script = try CallerScript.load(folder: caller)
      options.script = script
      files = script.lines.map { "\(caller)/\($0.audio)" }
    } else {
      files = try Simulation.speechFiles(in: simulator.speech)
    }
    let simulation = try Simulation(options: options, speech: files)
    var printer = ProgressLine(isShown: !quiet && simulator.caller == nil)
    let report = try simulation.run { printer.show(live: $0, report: $1) }
    printer.clear()
    try conclude(report, options)
  }

  private func conclude(_ report: SimulationReport, _ options: SimulationOptions) throws {
    var thresholds = limits.thresholds
    if options.ending == .agent || options.ending == .mix { thresholds.allowsHangUps = true }
    let invalidity = options.script == nil ? thresholds.invalidity(of: report) : nil
    let failures = thresholds.failures(of: report, script: options.script)
    let summary = ReportSummary(report: report)
    if !quiet { print(summary.table, terminator: "") }
    if let json {
      try write(summary.json(passed: invalidity == nil && failures.isEmpty, invalidity, failures), to: json)
    }
    if let csv { try write(summary.csv, to: csv) }
    for line in invalidity.map({ [$0] }) ?? failures {
      FileHandle.standardError.write(Data("callsim: \(line)\n".utf8))
    }
    if invalidity != nil { Foundation.exit(3) }
    if !failures.isEmpty { Foundation.exit(1) }
  }

  private func write(_ text: String, to path: String) throws(SimulatorError) {
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw .badOption("cannot write \(path): \(error.localizedDescription)")
    }
  }
}
