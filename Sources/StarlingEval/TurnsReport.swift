import Conversation
import Foundation

/// What was measured, as a table or as JSON.
struct TurnsReport: TextTable, Sendable, Codable {
  /// Shares in percent, times in milliseconds.
  struct Row: Sendable, Codable {
    var name: String
    var turns = 0
    var pauses = 0
    var cutTurns = 0.0
    var cutPauses = 0.0
    var missed = 0.0
    var medianWait = 0.0
    var p95Wait = 0.0

    init(_ name: String, _ turns: [TurnsResults.Turn]) {
      self.name = name
      let waits = turns.compactMap { $0.wasMissed ? nil : $0.wait }
      let pauses = turns.flatMap(\.pauses)
      self.turns = turns.count
      self.pauses = pauses.count
      cutTurns = TurnsReport.percent(turns.count(where: \.wasCut), of: turns.count)
      cutPauses = TurnsReport.percent(pauses.count(where: \.wasCut), of: pauses.count)
      missed = TurnsReport.percent(turns.count(where: \.wasMissed), of: turns.count)
      medianWait = TurnsMath.quantile(waits, 0.5) ?? 0
      p95Wait = TurnsMath.quantile(waits, 0.95) ?? 0
    }
  }

  struct Sounds: Sendable, Codable {
    var name: String
    var count: Int
    var ignored: Double
    /// Silent for less than 500 ms, then on from the exact sample.
    var ducked: Double
    /// Silent for longer, then on from the exact sample.
    var paused: Double
    var stopped: Double
    var medianHeld: Double

    init(_ name: String, _ all: [TurnsResults.Disturbance]) {
      self.name = name
      count = all.count
      ignored = TurnsReport.percent(all.count { !$0.stopped && $0.holds == 0 }, of: all.count)
      ducked = TurnsReport.percent(all.count { !$0.stopped && $0.holds > 0 && $0.held < 500 }, of: all.count)
      paused = TurnsReport.percent(all.count { !$0.stopped && $0.held >= 500 }, of: all.count)
      stopped = TurnsReport.percent(all.count(where: \.stopped), of: all.count)
      medianHeld = TurnsMath.quantile(all.filter { $0.holds > 0 }.map(\.held), 0.5) ?? 0
    }
  }

  struct Limits: Sendable {
    var cut: Double
    var median: Double
    var stopped: Double
    var clear: Double
    var missed: Double
    /// Short demands that did not stop the agent.
    var unheeded: Double
    var mistaken = 2.0
    var echoes = 10.0

    static let full = Limits(cut: 5, median: 400, stopped: 5, clear: 150, missed: 2, unheeded: 45)
    static let loose = Limits(cut: 20, median: 550, stopped: 25, clear: 250, missed: 10, unheeded: 50)
  }

  var set: String
  var dialogues: Int
  var seed: UInt64
  var minutes: Double
  var took: Double
  var decodes: Int
  var cachedDecodes: Int
  var rows: [Row]
  var sounds: [Sounds]
  var interruptions: Int
  /// Interruptions at which the agent was still speaking, and so fell silent.
  var cleared: Int
  var clearMedian: Double
  var clearP95: Double
  var agentMinutes: Double
  var falseHolds: Int
  var falseStops: Int
  var inventedTurns: Int
  var abandoned: Int
  var echoes: [TurnsEcho.Row]
  /// What one search for an echo takes here, in milliseconds.
  var echoSearch: Double
  /// What the recogniser's answers really took here, and what the calls were made to wait for them.
  var decodeMedian: Double
  var decodeP95: Double
  var givenMedian: Double
  var givenP95: Double

  init(
    results: TurnsResults, echoes: (rows: [TurnsEcho.Row], searchCost: Double), recogniser: TurnsRecogniser,
    set: String, dialogues: Int, seed: UInt64, took: Double
  ) {
    self.echoes = echoes.rows
    echoSearch = echoes.searchCost
    decodes = recogniser.asked
    cachedDecodes = recogniser.found
    decodeMedian = TurnsMath.quantile(recogniser.took, 0.5) ?? 0
    decodeP95 = TurnsMath.quantile(recogniser.took, 0.95) ?? 0
    givenMedian = TurnsMath.quantile(recogniser.given, 0.5) ?? 0
    givenP95 = TurnsMath.quantile(recogniser.given, 0.95) ?? 0
    self.set = set
    self.dialogues = dialogues
    self.seed = seed
    self.took = took
    minutes = results.seconds / 60
    rows = Self.rows(results.turns)
    sounds = [
      Sounds(
        "backchannels and coughs",
        results.disturbances.filter { $0.kind == .backchannel || $0.kind == .cough })
    ]
    for kind in TurnsDialogue.Disturbance.Kind.allCases where kind != .interruption {
      sounds.append(Sounds(Self.row(of: kind), results.disturbances.filter { $0.kind == kind }))
    }
    let interrupting = results.turns.filter(\.isInterruption)
    let clears = interrupting.compactMap(\.clear)
    interruptions = interrupting.count
    cleared = clears.count
    clearMedian = TurnsMath.quantile(clears, 0.5) ?? 0
    clearP95 = TurnsMath.quantile(clears, 0.95) ?? 0
    agentMinutes = results.agentSeconds.values.reduce(0, +) / 60
    falseHolds = results.falseAlarms.count
    falseStops = results.falseAlarms.count(where: \.stopped)
    inventedTurns = results.inventedTurns
    abandoned = results.abandoned
  }

  private static func rows(_ turns: [TurnsResults.Turn]) -> [Row] {
    var rows = [Row("all turns", turns)]
    for (name, conditions) in [
      ("  clean line", [TurnsCondition.clean]),
      ("  20 dB", [.pink20, .music20, .babble20]), ("  10 dB", [.pink10, .music10, .babble10]),
      ("  echo", [.echo]),
    ] {
      rows.append(Row(name, turns.filter { conditions.contains($0.condition) }))
    }
    for (name, kind) in [
      ("  yes or no", AnswerKind.yesNo), ("  short", .shortValue), ("  open", .open), ("  spelled", .spelled),
    ] {
      rows.append(Row(name, turns.filter { $0.expects == kind && !$0.isInterruption }))
    }
    rows.append(Row("  interruptions", turns.filter(\.isInterruption)))
    for voice in Set(turns.map(\.voice)).sorted() {
      rows.append(Row("  " + voice, turns.filter { $0.voice == voice }))
    }
    for kind in TurnsClip.PauseKind.allCases {
      let name = "  pause: \(kind.rawValue)"
      rows.append(
        Row(
          name,
          turns.compactMap { turn in
            var turn = turn
            turn.pauses = turn.pauses.filter { $0.kind == kind }
            return turn.pauses.isEmpty ? nil : turn
          }))
    }
    return rows.filter { $0.turns > 0 }
  }

  private static func row(of kind: TurnsDialogue.Disturbance.Kind) -> String { "  " + kind.rawValue }

  /// What was missed, in words.
  func failures(_ limits: Limits) -> [String] {
    guard let all = rows.first, let sounds = sounds.first else { return ["nothing was measured"] }
    var failures: [String] = []
    func check(_ what: String, _ value: Double, _ limit: Double, _ unit: String) {
      if value > limit { failures.append("\(what): \(fixed(value)) \(unit), more than \(fixed(limit))") }
    }
    check("false cut-offs", all.cutTurns, limits.cut, "% of turns")
    check("missed ends", all.missed, limits.missed, "% of turns")
    check("median wait", all.medianWait, limits.median, "ms")
    check("backchannels and coughs that stopped the agent", sounds.stopped, limits.stopped, "%")
    if let demands = self.sounds.first(where: { $0.name == Self.row(of: .demand) }), demands.count > 0 {
      check("short demands that were not heeded", 100 - demands.stopped, limits.unheeded, "%")
    }
    check("interruption to clear, p95", clearP95, limits.clear, "ms")
    check("callers taken for an echo", TurnsEcho.share(of: echoes, areEchoes: false), limits.mistaken, "%")
    check("echoes taken for a caller", 100 - TurnsEcho.share(of: echoes, areEchoes: true), limits.echoes, "%")
    return failures
  }

  static func percent(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) * 100 / Double(whole)
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
