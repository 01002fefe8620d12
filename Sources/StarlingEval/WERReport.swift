import Conversation
import Foundation

/// The word error rate of a run, and what else there is to know about it.
struct WERReport: Sendable, Codable, Equatable {
  var prompts: [WERPromptResult] = []
  var words = 0
  var substitutions = 0
  var insertions = 0
  var deletions = 0
  /// Errors in a hundred words.
  var percent = 0.0
  /// The same with no engine in between.
  var straightPercent: Double?
  /// Prompts that endpointing made two turns or more of.
  var cut = 0
  /// Prompts of which nothing was heard.
  var unheard = 0
  /// Turns that reach into the next prompt.
  var joined = 0
  /// Other events of the calls, by kind.
  var events: [String: Int] = [:]

  init(_ prompts: [WERPrompt], tracks: [WERTrack], calls: [WERListener.Call]) {
    for (track, call) in zip(tracks, calls) {
      add(prompts, track, call)
      events.merge(call.events) { $0 + $1 }
    }
    self.prompts.sort { $0.name < $1.name }
    sum()
  }

  private mutating func add(_ list: [WERPrompt], _ track: WERTrack, _ call: WERListener.Call) {
    for window in track.windows {
      let turns = call.turns.filter { track.window(at: $0.start) == window }
      prompts.append(WERPromptResult(list[window.prompt], window: window, turns: turns))
      joined += turns.count { track.window(at: $0.end) != window }
    }
  }

  private mutating func sum() {
    for result in prompts {
      words += result.words
      substitutions += result.substitutions
      insertions += result.insertions
      deletions += result.deletions
      if result.turns > 1 { cut += 1 }
      if result.turns == 0 { unheard += 1 }
    }
    percent = Self.percent(substitutions + insertions + deletions, of: words)
  }

  /// Adds what the recogniser alone understood, by prompt name.
  mutating func compare(straight texts: [String: String]) {
    for index in prompts.indices {
      if let text = texts[prompts[index].name] { prompts[index].compare(straight: text) }
    }
    straightPercent = Self.percent(prompts.reduce(0) { $0 + ($1.straightErrors ?? 0) }, of: words)
  }

  private static func percent(_ errors: Int, of words: Int) -> Double {
    words == 0 ? 0 : (Double(errors) / Double(words) * 10_000).rounded() / 100
  }

  // MARK: Showing

  var text: String {
    var lines: [String] = []
    for result in prompts where result.errors > 0 || (result.straightErrors ?? 0) > 0 {
      lines += Self.lines(of: result)
    }
    let onsets = prompts.compactMap(\.onsetMs).sorted()
    let ends = prompts.compactMap(\.endMs).sorted()
    lines += [
      "prompts: \(prompts.count), \(cut) cut by endpointing, \(unheard) not heard at all, \(joined) joined",
      "onset of turns after the prompts' first loud sample: \(Self.spread(onsets)); end after the last: "
        + Self.spread(ends),
      "other events: "
        + (events.isEmpty
          ? "none"
          : events.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")),
    ]
    if let straightPercent {
      lines.append("the recogniser alone, each prompt whole: \(Self.twoPlaces(straightPercent)) %")
    }
    lines.append(
      "word error rate: \(Self.twoPlaces(percent)) % (\(substitutions) substituted, \(insertions) inserted, "
        + "\(deletions) deleted of \(words) words)")
    return lines.joined(separator: "\n")
  }

  private static func lines(of result: WERPromptResult) -> [String] {
    var lines = [
      "\(result.name): \(result.errors) of \(result.words)"
        + (result.turns == 1 ? "" : ", \(result.turns) turns")
        + ", onset \(Self.time(result.onsetMs)), end \(Self.time(result.endMs))",
      "  said:  \(result.said)",
      "  heard: \(result.heard)",
    ]
    if let straight = result.straight, let errors = result.straightErrors {
      lines.append("  alone: \(straight) (\(errors))")
    }
    return lines
  }

  private static func time(_ milliseconds: Int?) -> String { milliseconds.map { "\($0) ms" } ?? "none" }

  private static func spread(_ sorted: [Int]) -> String {
    guard let first = sorted.first, let last = sorted.last else { return "none" }
    return "\(first) / \(sorted[sorted.count / 2]) / \(last) ms (least, median, most)"
  }

  private static func twoPlaces(_ value: Double) -> String { String(format: "%.2f", value) }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
