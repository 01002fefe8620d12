import ArgumentParser
import CallCore
import CallEngine
import Conversation
import EmbeddedSpeech
import Foundation
import Networking

/// Measures how many words the whole engine gets wrong.
struct WERCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wer", abstract: "Word error rate through the whole engine.",
    discussion: """
      Starts an engine with the embedded recogniser and an agent that only listens, places calls over \
      loopback WebSockets at real-time pace (PCMU, 8 kHz), plays Debian's recorded telephone prompts into \
      them, and compares the caller turns that the engine records with the prompts' texts. Exit code 1 when \
      more words than the limit are wrong.
      """)

  @Option(help: "How many prompts, spread evenly over those there are.") var prompts = 60
  @Option(help: "How many calls speak them at the same time.") var calls = 4
  @Option(help: ArgumentHelp("Folder of the speech models.", valueName: "DIR")) var models = ".models"
  @Option(help: ArgumentHelp("The highest word error rate that passes.", valueName: "PERCENT")) var limit =
    6.0
  @Flag(help: "Also recognise each prompt with no engine in between, for comparison.") var straight = false
  @Flag(help: "Print the whole report as JSON.") var json = false

  func validate() throws {
    guard prompts > 0 else { throw ValidationError("--prompts wants at least 1") }
    guard (1...64).contains(calls) else { throw ValidationError("--calls wants 1 to 64") }
  }

  func run() async throws {
    let list = try WERPromptList().choose(prompts)
    let tracks = try WERTrack.tracks(list, calls: min(calls, list.count))
    let speech = try EmbeddedSpeech.load(modelsDirectory: models, options: .init(voice: .kal16))
    let heard = try await hold(tracks, speech)
    var report = WERReport(list, tracks: tracks, calls: heard)
    if straight {
      report.compare(
        straight: try await WERStraight(recogniser: speech.recogniser).texts(list, tracks: tracks))
    }
    print(json ? try report.json() : report.text)
    guard report.percent <= limit else {
      complain("more than \(limit) % of the words are wrong")
      throw ExitCode(1)
    }
  }

  /// Starts the engine, holds all calls to their end, and returns what it recorded of each.
  private func hold(_ tracks: [WERTrack], _ speech: EmbeddedSpeech) async throws -> [WERListener.Call] {
    let listener = WERListener()
    let engine = try Engine(
      options: options(),
      agent: AgentDefinition(name: "Listener", company: "Starling", greeting: ""),
      providers: EngineProviders(
        recogniser: speech.recogniser, languageModel: WERSilentModel(), synthesiser: speech.synthesiser),
      sink: listener,
      log: EngineLog { level, message in complain("\(level.rawValue): \(message)") })
    let port = try engine.start()
    defer { engine.stop() }
    let trouble = WERCaller.Trouble()
    let url = try WebSocketURL("ws://127.0.0.1:\(port)/media/telnyx")
    let loop = MediaLoop(
      options: MediaLoopOptions(name: "callers"),
      handler: WERCaller(url: url, tracks: tracks, trouble: trouble))
    try loop.start()
    defer { loop.stop() }
    try await wait(for: listener, tracks, trouble)
    return tracks.indices.map { listener.call(WERLine.controlID($0)) }
  }

  private func options() -> EngineOptions {
    var options = EngineOptions()
    options.host = "127.0.0.1"
    options.port = 0
    // Without a greeting there is no asking after a silent caller either.
    options.calls.greets = false
    options.voiceActivityModels = models
    return options
  }

  private func wait(
    for listener: WERListener, _ tracks: [WERTrack], _ trouble: WERCaller.Trouble
  ) async throws {
    let longest = tracks.map(\.frames).max() ?? 0
    let length = Duration.milliseconds(longest * 20)
    complain("\(tracks.count) calls of \(longest / 50) s")
    let end = ContinuousClock.now + length + .seconds(30)
    while listener.ended < tracks.count {
      if let reason = trouble.first { throw WERFailure(reason) }
      guard ContinuousClock.now < end else { throw WERFailure("the calls did not end in time") }
      try await Task.sleep(for: .milliseconds(100))
    }
  }
}
