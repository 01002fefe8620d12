import Audio
import Records

/// Where turns spent their time, as a table for people.
enum LatencyTable {
  static func text(_ timings: [TurnTimingRecord]) -> String {
    let rows: [(String, [MediaTime])] = [
      ("endpointing", timings.map(\.endpointing)), ("recognition", timings.map(\.recognition)),
      ("reply", timings.map(\.reply)), ("synthesis", timings.map(\.synthesis)),
      ("voice to voice", timings.map(\.voiceToVoice)),
    ]
    var text = "\(timings.count) turns            p50      p95      max   (ms)\n"
    for (name, times) in rows {
      let cells = [0.5, 0.95, 1].map { pad(String(quantile($0, of: times).milliseconds), 9) }
      text += pad(name, -16) + cells.joined() + "\n"
    }
    return text
  }

  static func quantile(_ quantile: Double, of times: [MediaTime]) -> MediaTime {
    guard !times.isEmpty else { return .zero }
    let sorted = times.sorted()
    return sorted[min(sorted.count - 1, max(0, Int((quantile * Double(sorted.count)).rounded(.up)) - 1))]
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    let space = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? text + space : space + text
  }
}
