import ArgumentParser
import Audio
import EmbeddedSpeech
import Foundation
import SileroVAD
import TurnTaking

/// Measures how well the engine takes turns.
struct TurnsCommand: AsyncParsableCommand {
  enum Set: String, ExpressibleByArgument, CaseIterable { case train, test }

  static let configuration = CommandConfiguration(
    commandName: "turns", abstract: "Turn-taking: false cut-offs, missed ends, waits, interruptions.",
    discussion: """
      Holds generated dialogues in virtual time with real speech: the engine's voice activity, the embedded recogniser, \
      the endpointing rules and the call machine, with the agent's replies simulated. Callers pause in mid-sentence, \
      spell numbers, say "uh-huh", cough and interrupt; noise, music and talk lie under them. Where turns end and \
      pauses lie is known to the sample. The recogniser's answers come after a time that depends only on how much it \
      heard, so that a run gives the same numbers on any machine; what they really took here is printed beside it. \
      Exit code 1 when a limit is missed.
      """)

  @Option(help: "Which voices and sentences: train to tune on, test to report on.") var set = Set.test
  @Option(help: "How many dialogues.") var dialogues = 48
  @Option(help: "How many questions the agent asks in each.") var turns = 8
  @Option(help: "Decides everything that is left to chance.") var seed: UInt64 = 1
  @Option(help: ArgumentHelp("Put all calls on one kind of line.", valueName: "NAME"))
  var condition: TurnsCondition?
  @Option(help: ArgumentHelp("Wait this long after every silence, whatever was said.", valueName: "MS"))
  var fixed: Int64?
  @Option(help: ArgumentHelp("Folder of the speech models.", valueName: "DIR")) var models = ".models"
  @Option(help: ArgumentHelp("Folder of the prompts.", valueName: "DIR"))
  var sounds = "/usr/share/asterisk/sounds/en"
  @Option(help: ArgumentHelp("Folder of 8 kHz WAV music.", valueName: "DIR")) var music =
    "/usr/share/asterisk/moh"
  @Option(help: ArgumentHelp("Keep the recogniser's answers here, for tuning.", valueName: "FILE"))
  var cache: String?
  @Option(help: ArgumentHelp("Write every silence with its truth here, as JSON lines.", valueName: "FILE"))
  var trace: String?
  @Option(help: ArgumentHelp("Write every turn and disturbance here, as JSON.", valueName: "FILE"))
  var details: String?
  @Flag(help: "Print the whole report as JSON.") var json = false
  @Flag(help: "A small fixed set with loose limits, in under a minute.") var short = false

  func validate() throws {
    guard dialogues > 0, turns > 0 else { throw ValidationError("--dialogues and --turns want at least 1") }
  }

  func run() async throws {
    let report = try measure()
    print(json ? try report.json() : report.text)
    let failures = report.failures(short ? .loose : .full)
    for failure in failures { complain(failure) }
    guard failures.isEmpty else { throw ExitCode(1) }
  }

  private func measure() throws -> TurnsReport {
    let started = ContinuousClock.now
    let speech = try EmbeddedSpeech.load(modelsDirectory: models, options: .init(voice: .joe, threads: 1))
    let vad = try SileroModel(
      libraryDirectory: "\(models)/lib", modelFile: "\(models)/silero/silero_vad.onnx")
    let studio = try TurnsStudio(speech: speech)
    let prompts = WERPromptList(sounds: sounds)
    let halves = [try TurnsRecordings(prompts, half: 0), try TurnsRecordings(prompts, half: 1)]
    let isTest = set == .test
    let maker = TurnsDialogueMaker(
      lines: isTest ? .test : .train, voices: isTest ? TurnsVoice.test : TurnsVoice.train,
      recordings: halves[isTest ? 1 : 0], studio: studio, seed: seed)
    // Those who talk in the background are not on the line in this set.
    let background = TurnsBackground(
      noise: try VADNoise(musicFolder: music), talk: halves[isTest ? 0 : 1].lines.map(\.samples))
    var lines: [String: [Int16]] = [:]
    for question in TurnsLines.questions {
      for clause in TurnsLines.clauses(of: question) { lines[clause] = try studio.speak(clause, .agent) }
    }
    let recogniser = TurnsRecogniser(speech: speech, cacheFile: cache)
    var results = TurnsResults()
    var silences: [TurnsTrace.Silence] = []
    let count = short ? 8 : dialogues
    for index in 0..<count {
      let dialogue = try maker.dialogue(index, items: short ? 5 : turns, condition: condition)
      let tracer = trace == nil ? nil : TurnsTrace(dialogue)
      let call = try TurnsCall(
        dialogue, background: background, lines: lines, recogniser: recogniser, vad: vad,
        endpointing: EndpointingPolicy(fixed: fixed.map { .milliseconds($0) }), trace: tracer)
      results.add(try call.run())
      silences += tracer?.silences ?? []
      if index % 8 == 7 { complain("\(index + 1) of \(count) dialogues") }
    }
    try recogniser.save()
    try write(results, silences)
    let echoes = try measureEchoes(maker, lines)
    let took = ContinuousClock.now - started
    return TurnsReport(
      results: results, echoes: echoes, recogniser: recogniser, set: set.rawValue, dialogues: count,
      seed: seed,
      took: Double(took.components.seconds))
  }

  private func measureEchoes(
    _ maker: TurnsDialogueMaker, _ lines: [String: [Int16]]
  ) throws -> (rows: [TurnsEcho.Row], searchCost: Double) {
    var callers: [[Int16]] = []
    for index in 0..<maker.voices.count {
      callers += try maker.dialogue(index, items: 16).items.compactMap { item in
        item.disturbance?.kind == .interruption ? item.disturbance?.clip.samples : item.answer.samples
      }
    }
    let agent = lines.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 16_000 }
    var bench = TurnsEcho(agent: agent, callers: callers, seed: seed)
    return (bench.rows(short ? 100 : 400), bench.searchCost())
  }

  private func write(_ results: TurnsResults, _ silences: [TurnsTrace.Silence]) throws {
    let encoder = JSONEncoder()
    if let details { try encoder.encode(results).write(to: URL(fileURLWithPath: details)) }
    guard let trace else { return }
    var data = Data()
    for silence in silences {
      data += try encoder.encode(silence)
      data.append(10)
    }
    try data.write(to: URL(fileURLWithPath: trace))
  }
}

extension TurnsCondition: ExpressibleByArgument {}
