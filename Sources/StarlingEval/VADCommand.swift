import ArgumentParser
import Foundation
import SileroVAD
import TurnTaking

/// Measures how well and how cheaply the engine hears that somebody speaks.
struct VADCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vad", abstract: "Voice activity: F1, delays and cost.",
    discussion: """
      Mixes Debian's recorded telephone prompts with noise and music, through G.711 µ-law, and compares what the \
      detector says with labels taken from the clean recordings: with its own signs only, with the model asked about \
      every window, and with the model asked when in doubt. Exit code 1 when the last misses its marks: F1 0.97 at \
      20 dB and 0.96 at 10 dB with pink noise and with music, and 4 µs per 20 ms frame.
      """)

  @Option(help: ArgumentHelp("Folder of the prompts.", valueName: "DIR"))
  var sounds = "/usr/share/asterisk/sounds/en"
  @Option(
    help: ArgumentHelp(
      "Folder of 8 kHz WAV music (asterisk-moh-opsound-wav); without it a tune is made.", valueName: "DIR"))
  var music = "/usr/share/asterisk/moh"
  @Option(help: ArgumentHelp("Folder of the speech models.", valueName: "DIR")) var models = ".models"
  @Option(help: "How many prompts, spread evenly over those there are.") var prompts = 60
  @Option(help: "How many calls share the worker whose CPU time is measured.") var calls = 1_000
  @Flag(help: "Print the whole report as JSON.") var json = false

  func validate() throws {
    guard prompts > 0 else { throw ValidationError("--prompts wants at least 1") }
    guard (1...10_000).contains(calls) else { throw ValidationError("--calls wants 1 to 10000") }
  }

  func run() async throws {
    var list = WERPromptList()
    list.sounds = sounds
    let recordings = try list.choose(prompts).map { try VADWave.read($0.path) }
    let model = try SileroModel(
      libraryDirectory: "\(models)/lib", modelFile: "\(models)/silero/silero_vad.onnx")
    let report = try measure(recordings, noise: VADNoise(musicFolder: music), model: model)
    print(json ? try report.json() : report.text)
    for failure in report.failures {
      FileHandle.standardError.write(Data("starling-eval: \(failure)\n".utf8))
    }
    guard report.failures.isEmpty else { throw ExitCode(1) }
  }

  private func measure(_ recordings: [[Int16]], noise: VADNoise, model: SileroModel) throws -> VADReport {
    let corpus = VADCorpus(prompts: recordings, noise: noise)
    let talk = VADCorpus(talkingAndListening: recordings, noise: noise)
    let streams = Dictionary(uniqueKeysWithValues: VADCondition.allCases.map { ($0, corpus.samples($0)) })
    let load = Dictionary(uniqueKeysWithValues: VADCondition.allCases.map { ($0, talk.samples($0)) })
    var report = VADReport(
      prompts: recordings.count, seconds: corpus.seconds, music: noise.musicName,
      runtime: model.libraryVersion,
      alwaysSpeechF1: corpus.alwaysF1, calls: calls)
    for mode in VADMode.allCases {
      let settings = VoiceActivitySettings(questions: mode.questions)
      report.rows += try score(corpus, streams, mode: mode, settings: settings, model: model)
      // A few seconds are enough to know the cost of asking always.
      let seconds = mode == .silero ? 4 : 14
      report.costs.append(
        VADReport.Cost(
          mode: mode,
          load: try VADLoad(
            streams: load, calls: calls, seconds: seconds, settings: settings, model: model)))
    }
    return report
  }

  private func score(
    _ corpus: VADCorpus, _ streams: [VADCondition: [Int16]], mode: VADMode, settings: VoiceActivitySettings,
    model: SileroModel
  ) throws -> [VADReport.Row] {
    let conditions = VADCondition.allCases
    let lanes = conditions.map { streams[$0] ?? [] }
    var worker = try VADWorker(calls: lanes.count, settings: settings, model: model, keepsRecord: true)
    for frame in 0..<(lanes.first?.count ?? 0) / 160 {
      for (call, lane) in lanes.enumerated() {
        let samples = lane.span
        try worker.hear(samples.extracting(frame * 160..<(frame + 1) * 160), call: call)
      }
      try worker.finish()
    }
    return conditions.enumerated().map { call, condition in
      let score = VADScore(
        labels: corpus.labels, reports: worker.reports[call], windows: worker.verdicts[call],
        questions: worker.questions[call])
      return VADReport.Row(mode: mode, condition: condition, score: score)
    }
  }
}
