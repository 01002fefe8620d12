import ArgumentParser
import Audio
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

      EXIT CODES
        0  every threshold was met   1  one was missed, or there is no verdict   2  wrong usage
      """)

  @Option(help: "The engine's media WebSocket.") var url = "ws://127.0.0.1:3650/media/telnyx"
  @Option(help: "Media token, sent in the x-telnyx-streaming-auth-token header.") var token: String?
  @Flag(help: "Accept any certificate (wss on loopback).") var insecure = false

  @Option(help: ArgumentHelp("Folder of a scripted caller: one call.", valueName: "DIR")) var caller: String?
  @Option(help: "Give up a scripted call after this.") var timeout = TimeArgument(seconds: 240)

  @Option(help: "Calls at the same time.") var concurrent = 1
  @Option(help: "Time over which the calls begin.") var ramp = TimeArgument(seconds: 0)
  @Option(help: "How long they run after the ramp.") var duration = TimeArgument(seconds: 60)
  @Option(help: "End each call after this and begin another.") var callLength: TimeArgument?
  @Option(help: "From the beginning of one utterance of a caller to the next.") var period = TimeArgument(
    seconds: 7)
  @Option(help: ArgumentHelp("WAV files with callers' speech.", valueName: "DIR")) var speech =
    "fixtures/callers/load"
  @Option(help: "PCMU, PCMA, G722, L16 or OPUS: the caller's audio.") var codec = "PCMU"
  @Option(help: "Samples a second of the caller's audio (L16, OPUS).") var rate: Int?
  @Option(help: "The codec in which the engine is to answer.") var agentCodec = "PCMU"
  @Option(help: "Samples a second of the engine's audio (L16, OPUS).") var agentRate: Int?
  @Option(help: ArgumentHelp("Speak over every Nth answer; 0: never.", valueName: "N")) var bargeInEvery = 0
  @Option(help: ArgumentHelp("End every Nth call by closing the socket without a stop.", valueName: "N"))
  var abruptEvery = 0
  @Option(help: "Agent audio that a whole answer has at least.") var answerLength = TimeArgument(seconds: 0)
  @Option(help: "loss=1%,reorder=2%,duplicate=1%,jitter=30ms") var impair: String?
  @Option(help: "The same seed gives the same callers.") var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Fail when the p99 of responses is longer, in ms.", valueName: "MS"))
  var maxResponseP99: Int?
  @Option(help: ArgumentHelp("Fail when more answers had a gap.", valueName: "N")) var maxGaps: Int?
  @Option(help: ArgumentHelp("Fail when fewer per cent of turns were answered.", valueName: "PERCENT"))
  var minAnswered: Double?
  @Option(help: ArgumentHelp("Fail when the p95 from speech to clear is longer, in ms.", valueName: "MS"))
  var maxClearP95: Int?

  @Option(help: ArgumentHelp("Write the result as JSON.", valueName: "FILE")) var json: String?
  @Option(help: ArgumentHelp("Append the result as a line of CSV.", valueName: "FILE")) var csv: String?
  @Option(help: ArgumentHelp("Write what the first call's parties heard, as stereo WAV.", valueName: "FILE"))
  var record: String?
  @Flag(help: "Say nothing but the verdict.") var quiet = false

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
    var options = try simulationOptions()
    let files: [String]
    if let caller {
      let script = try CallerScript.load(folder: caller)
      options.script = script
      files = script.lines.map { "\(caller)/\($0.audio)" }
    } else {
      files = try Self.wavFiles(in: speech)
    }
    let simulation = try Simulation(options: options, speech: files)
    let printer = ProgressLine(isShown: !quiet && caller == nil)
    let report = try simulation.run { printer.show(live: $0, report: $1) }
    printer.clear()
    let summary = ReportSummary(report: report, script: options.script, thresholds: thresholds)
    if !quiet { print(summary.table, terminator: "") }
    if let json { try summary.json.write(toFile: json, atomically: true, encoding: .utf8) }
    if let csv { try summary.appendCSV(to: csv) }
    for failure in summary.failures { FileHandle.standardError.write(Data("callsim: \(failure)\n".utf8)) }
    if !summary.failures.isEmpty { Foundation.exit(1) }
  }

  private var thresholds: ReportSummary.Thresholds {
    .init(
      maxResponseP99: maxResponseP99, maxGaps: maxGaps, minAnswered: minAnswered, maxClearP95: maxClearP95)
  }

  private func simulationOptions() throws(SimulatorError) -> SimulationOptions {
    var options = SimulationOptions()
    guard concurrent > 0 else { throw .badOption("--concurrent wants at least 1 call, not \(concurrent)") }
    guard concurrent <= 20_000 else { throw .badOption("--concurrent takes at most 20000 calls") }
    options.url = url
    options.token = token
    options.isInsecure = insecure
    options.concurrent = concurrent
    options.ramp = ramp.time
    options.duration = duration.time
    options.callLength = callLength?.time
    options.turnPeriod = period.time
    (options.codec, options.rate) = try Self.codec(codec, rate)
    (options.agentCodec, options.agentRate) = try Self.codec(agentCodec, agentRate)
    options.bargeInEvery = max(0, bargeInEvery)
    options.abruptEvery = max(0, abruptEvery)
    options.answerLength = answerLength.time
    if let impair { options.impairment = try Impairment(parsing: impair) }
    options.seed = seed
    options.timeout = timeout.time
    options.recording = record
    return options
  }

  private static func codec(_ name: String, _ rate: Int?) throws(SimulatorError) -> (AudioCodec, Int) {
    guard let codec = AudioCodec(carrierName: name), codec != .amrWB else { throw .unsupportedCodec(name) }
    switch codec {
    case .pcmu, .pcma: return (codec, 8_000)
    case .g722: return (codec, 16_000)
    case .l16, .opus, .amrWB:
      let rate = rate ?? 16_000
      guard [8_000, 16_000, 24_000, 48_000].contains(rate) else {
        throw .badOption(
          "\(codec.rawValue) at \(rate) Hz cannot be simulated; use 8000, 16000, 24000 or 48000")
      }
      return (codec, rate)
    }
  }

  private static func wavFiles(in folder: String) throws(SimulatorError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable(folder)
    }
    let files = names.filter { $0.hasSuffix(".wav") }.sorted().map { "\(folder)/\($0)" }
    guard !files.isEmpty else { throw .badOption("\(folder) holds no WAV files") }
    return files
  }
}
