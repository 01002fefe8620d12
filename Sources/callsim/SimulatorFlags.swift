import ArgumentParser
import Audio
import CallSimulator

/// What is to be simulated, on the command line.
struct SimulatorFlags: ParsableArguments {
  @Option(help: "The engine's media WebSocket, ws:// or wss://.")
  var url = "ws://127.0.0.1:3650/media/telnyx"
  @Option(help: "Media token, sent in the x-telnyx-streaming-auth-token header.") var token: String?
  @Flag(help: "Accept any certificate (wss on loopback).") var insecure = false
  @Option(help: "How long a connection may take to be answered.") var connectTimeout = TimeArgument(
    seconds: 10)

  @Option(help: ArgumentHelp("Folder of a scripted caller: one call.", valueName: "DIR")) var caller: String?
  @Option(help: "Give up a scripted call after this.") var timeout = TimeArgument(seconds: 240)

  @Option(help: "Calls at the same time.") var concurrent = 1
  @Option(help: "Time over which the calls begin.") var ramp = TimeArgument(seconds: 0)
  @Option(help: "How long they run after the ramp.") var duration = TimeArgument(seconds: 60)
  @Option(help: "End each call after about this (half to one and a half times) and begin another.")
  var callLength: TimeArgument?
  @Option(help: ArgumentHelp("All calls there may be, those that follow others included.", valueName: "N"))
  var calls: Int?
  @Option(help: ArgumentHelp("Open at most so many connections a second.", valueName: "N")) var connectRate:
    Int?
  @Option(
    help: """
      How calls end: stop (event, then close frame), close (no event), reset (TCP), vanish (neither reads nor writes, \
      dropped 3 s later), agent (waits 20 s for the agent to hang up), mix (all of them, by the seed).
      """) var ending = "stop"
  @Option(help: ArgumentHelp("End every Nth call by a close frame without a stop.", valueName: "N"))
  var abruptEvery = 0

  @Option(help: ArgumentHelp("WAV files with callers' speech.", valueName: "DIR")) var speech =
    "fixtures/callers/load"
  @Option(help: "PCMU, PCMA, G722, L16 or OPUS: the caller's audio.") var codec = "PCMU"
  @Option(help: "Samples a second of the caller's audio (L16, OPUS).") var rate: Int?
  @Option(help: "The codec in which the engine is to answer.") var agentCodec = "PCMU"
  @Option(help: "Samples a second of the engine's audio (L16, OPUS).") var agentRate: Int?

  @Option(help: "How long a caller talks at a time; without: one WAV file.") var talk: TimeArgument?
  @Option(help: "How long it listens then, with --talk.") var listen: TimeArgument?
  @Option(help: "From the beginning of one utterance of a caller to the next, without --talk and --listen.")
  var period = TimeArgument(seconds: 7)
  @Option(help: ArgumentHelp("Speak over every Nth answer; 0: never.", valueName: "N")) var bargeInEvery = 0
  @Option(help: "Agent audio that a whole answer has at least.") var answerLength = TimeArgument(seconds: 0)
  @Option(help: "The fixed part of a response (simulated services, endpointing); the rest is added latency.")
  var serviceTime = TimeArgument(seconds: 0)
  @Option(help: "loss=1%,reorder=2%,duplicate=1%,jitter=30ms,stall=500ms/10s") var impair: String?
  @Option(help: "The same seed gives the same callers.") var seed: UInt64 = 1

  @Option(help: ArgumentHelp("So many of the calls send a hundred times real time.", valueName: "N"))
  var flood = 0
  @Option(help: ArgumentHelp("So many of the calls stop reading.", valueName: "N")) var deaf = 0
  @Option(help: "Half of all calls vanish at once, this long after the ramp.") var vanishHalfAt: TimeArgument?
  @Option(help: ArgumentHelp("Connections beside the calls that never send start.", valueName: "N"))
  var silentSockets = 0
  @Option(
    help: ArgumentHelp(
      "A second after the ramp, open N short calls as fast as possible and count what is accepted a second.",
      valueName: "N")) var acceptTest = 0
  @Option(
    help: ArgumentHelp(
      "Measure this process (the engine) between ramp and end; memory for each call only if it has held none yet.",
      valueName: "PID"))
  var watchPid: Int32?
  @Option(help: ArgumentHelp("Write what the first call's parties heard, as stereo WAV.", valueName: "FILE"))
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Write a line whenever a call starts, first hears the agent or ends: monotonic nanoseconds, what, control id.",
      valueName: "FILE")) var callLog: String?

  func options() throws(SimulatorError) -> SimulationOptions {
    var options = SimulationOptions()
    guard (1...20_000).contains(concurrent) else {
      throw .badOption("--concurrent takes 1 to 20000 calls, not \(concurrent)")
    }
    options.url = url
    options.token = token
    options.isInsecure = insecure
    options.connectTimeoutSeconds = max(1, Int(connectTimeout.time.seconds.rounded(.up)))
    options.concurrent = concurrent
    options.ramp = ramp.time
    options.duration = duration.time
    options.callLength = try positive(callLength, "--call-length")
    options.totalCalls = calls
    options.connectRate = connectRate
    guard let ending = CallEnding(rawValue: ending) else {
      let all = CallEnding.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badOption("--ending takes \(all), not \"\(ending)\"")
    }
    options.ending = ending
    (options.codec, options.rate) = try Self.codec(codec, rate)
    (options.agentCodec, options.agentRate) = try Self.codec(agentCodec, agentRate)
    options.answerLength = answerLength.time
    options.serviceTime = serviceTime.time
    if let impair { options.impairment = try Impairment(parsing: impair) }
    options.seed = seed
    options.timeout = timeout.time
    options.recording = record
    options.callLog = callLog
    try takePattern(&options)
    try takeAbuse(&options)
    return options
  }

  private func takePattern(_ options: inout SimulationOptions) throws(SimulatorError) {
    options.turnPeriod = period.time
    options.talk = try positive(talk, "--talk")
    if listen != nil, talk == nil { throw .badOption("--listen goes with --talk; alone, use --period") }
    if let talk { options.turnPeriod = talk.time + (listen ?? TimeArgument(seconds: 4)).time }
    guard options.turnPeriod > .zero else { throw .badOption("--period must be longer than nothing") }
    options.bargeInEvery = try count(bargeInEvery, "--barge-in-every")
    options.abruptEvery = try count(abruptEvery, "--abrupt-every")
    if let calls, calls < 1 { throw .badOption("--calls wants at least 1, not \(calls)") }
    if let connectRate, connectRate < 1 {
      throw .badOption("--connect-rate wants at least 1, not \(connectRate)")
    }
  }

  private func takeAbuse(_ options: inout SimulationOptions) throws(SimulatorError) {
    options.flooding = try count(flood, "--flood")
    options.deaf = try count(deaf, "--deaf")
    guard options.flooding + options.deaf < concurrent || options.flooding + options.deaf == 0 else {
      throw .badOption("--flood and --deaf must leave at least one of the \(concurrent) calls to be judged")
    }
    options.vanishHalfAt = vanishHalfAt?.time
    options.silentSockets = try count(silentSockets, "--silent-sockets")
    options.acceptTest = try count(acceptTest, "--accept-test")
    options.watchedProcess = watchPid
  }

  private func count(_ value: Int, _ name: String) throws(SimulatorError) -> Int {
    guard (0...100_000).contains(value) else { throw .badOption("\(name) takes 0 to 100000, not \(value)") }
    return value
  }

  private func positive(_ time: TimeArgument?, _ name: String) throws(SimulatorError) -> MediaTime? {
    if let time, time.time < .milliseconds(100) { throw .badOption("\(name) wants at least 100ms") }
    return time?.time
  }

  private static func codec(_ name: String, _ rate: Int?) throws(SimulatorError) -> (AudioCodec, Int) {
    guard let codec = AudioCodec(carrierName: name), codec != .amrWB else { throw .unsupportedCodec(name) }
    switch codec {
    case .pcmu, .pcma: return (codec, 8_000)
    case .g722: return (codec, 16_000)
    case .l16, .opus, .amrWB:
      let rate = rate ?? 16_000
      let rates = codec == .opus ? [8_000, 16_000] : [8_000, 16_000, 24_000, 48_000]
      guard rates.contains(rate) else {
        let list = rates.map(String.init).joined(separator: ", ")
        throw .badOption("\(codec.rawValue) at \(rate) Hz cannot be simulated; use one of \(list)")
      }
      return (codec, rate)
    }
  }
}
