import Foundation

/// Everything that was measured, as a table or as JSON.
struct VADReport: TextTable, Sendable, Codable {
  struct Row: Sendable, Codable {
    var mode: VADMode
    var condition: VADCondition
    var score: VADScore
  }
  struct Cost: Sendable, Codable {
    var mode: VADMode
    var load: VADLoad
  }

  static let mostMicroseconds = 4.0

  var prompts: Int
  var seconds: Double
  var music: String
  var runtime: String
  var alwaysSpeechF1: Double
  var calls: Int
  var rows: [Row] = []
  var costs: [Cost] = []

  init(prompts: Int, seconds: Double, music: String, runtime: String, alwaysSpeechF1: Double, calls: Int) {
    self.prompts = prompts
    self.seconds = seconds
    self.music = music
    self.runtime = runtime
    self.alwaysSpeechF1 = alwaysSpeechF1
    self.calls = calls
  }

  /// What the hybrid missed, in words.
  var failures: [String] {
    var failures = rows.filter { $0.mode == .hybrid }.compactMap { row -> String? in
      guard let least = row.condition.leastF1, row.score.f1 < least else { return nil }
      return "\(row.condition.name): F1 \(fixed(row.score.f1, 4)) is below \(least)"
    }
    for cost in costs where cost.mode == .hybrid && cost.load.microsecondsPerFrame > Self.mostMicroseconds {
      failures.append(
        "\(fixed(cost.load.microsecondsPerFrame, 2)) µs per 20 ms frame is more than \(Self.mostMicroseconds)"
      )
    }
    return failures
  }

  var text: String {
    var lines = [
      "\(prompts) prompts, \(fixed(seconds, 0)) s, G.711 µ-law; music: \(music); ONNX Runtime \(runtime)",
      "F1 over 10 ms frames; always saying \"speech\" scores \(fixed(alwaysSpeechF1, 3))",
      "told and placed: ms after the labelled start or end, median/90th percentile", "",
      pad("", 30)
        + "    F1  prec.  recall  window F1   start told  placed    end told  placed  missed  false  asked",
    ]
    for mode in VADMode.allCases {
      for row in rows where row.mode == mode { lines.append(line(row)) }
      lines.append("")
    }
    lines.append("CPU time of \(calls) calls that talk 3 s and listen 4 s, all conditions alike:")
    for cost in costs {
      let shares = VADCondition.allCases
        .map { "\($0.rawValue) \(percent(cost.load.askedByCondition[$0.rawValue] ?? 0))" }
      lines.append(
        pad(cost.mode.name, 18) + left(fixed(cost.load.microsecondsPerFrame, 2), 7)
          + " µs per 20 ms frame, \(percent(cost.load.asked)) of windows asked (\(shares.joined(separator: ", ")))"
      )
    }
    return lines.joined(separator: "\n")
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  private func line(_ row: Row) -> String {
    let score = row.score
    return pad(row.mode.name, 18) + pad(row.condition.name, 12) + left(fixed(score.f1, 3), 6)
      + left(fixed(score.precision, 3), 7) + left(fixed(score.recall, 3), 8)
      + left(fixed(score.windowF1, 3), 11) + left(pair(score.onset), 13) + left(pair(score.onsetPlace), 8)
      + left(pair(score.offset), 12) + left(pair(score.offsetPlace), 8) + left("\(score.missed)", 8)
      + left("\(score.spurious)", 7) + left(percent(score.asked), 7)
  }

  private func pair(_ value: VADQuantiles) -> String { "\(value.median)/\(value.p90)" }
  private func percent(_ share: Double) -> String { fixed(share * 100, 0) + " %" }
}
