import Audio
import CallCore
import Conversation
import Foundation
import ProviderSimulator

/// Whether a call went as it must though a provider failed in it.
struct DrillVerdict: Codable {
  /// After one fault a caller hears nothing for no longer.
  static let limit = MediaTime.milliseconds(2_500)
  /// Letters that nobody says in less time: twice the usual pace.
  private static let perLetter = MediaTime.milliseconds(30)

  let cell: String
  /// In milliseconds: after a fault was met, or from its beginning where none was met in it.
  let worstSilence: Int64
  /// From the end of the caller's turn, or of the agent's last sound.
  let longestSilence: Int64
  /// Ends with an apology and not with the agent's own goodbye.
  let isApology: Bool
  /// What is wrong; empty when nothing is.
  let misses: [String]
  let story: [String]

  init(cell: DrillCell, records: [CallRecord], result: DrillCall.Result, strikes: [MediaTime], leak: String?)
  {
    self.cell = cell.name
    let after = result.silences.map { silence in
      silence.upperBound - (strikes.first { silence.contains($0) } ?? silence.lowerBound)
    }
    worstSilence = after.max()?.milliseconds ?? 0
    longestSilence = result.silences.map { $0.upperBound - $0.lowerBound }.max()?.milliseconds ?? 0
    let texts = DrillTexts(records)
    isApology = texts.hasApologised
    var misses: [String] = []
    if let trouble = result.trouble { misses.append(trouble) }
    for (silence, length) in zip(result.silences, after) where length > Self.limit {
      let at = silence.lowerBound - result.startedAt
      misses.append("\(length) of silence after a fault, at \(at) of the call")
    }
    if let leak { misses.append(leak) }
    misses += Self.ending(texts, result)
    misses += Self.transcript(texts, result, cell)
    self.misses = misses
    story = texts.lines
  }

  /// Of a call that nothing could be learned of.
  init(cell: DrillCell, lost: String) {
    self.cell = cell.name
    worstSilence = 0
    longestSilence = 0
    isApology = false
    misses = [lost]
    story = []
  }

  var json: String { String(decoding: (try? JSONEncoder().encode(self)) ?? Data(), as: UTF8.self) }

  var outcome: String { misses.isEmpty ? isApology ? "sorry" : "ok" : "MISS" }

  private static func ending(_ texts: DrillTexts, _ result: DrillCall.Result) -> [String] {
    guard let reason = texts.ending else { return ["no end on record"] }
    switch reason {
    case .agentEnded: return []
    case .providerFailed where texts.hasApologised: return []
    case .callerHungUp: return ["the agent did not end the call"]
    default: return ["ended with \(reason.word)"]
    }
  }

  private static func transcript(
    _ texts: DrillTexts, _ result: DrillCall.Result, _ cell: DrillCell
  ) -> [String] {
    var misses: [String] = []
    if let twice = texts.saidTwice, cell.kind != .wrongLanguage { misses.append("said twice: \(twice)") }
    if texts.secondReplies > 0 { misses.append("\(texts.secondReplies) second replies") }
    let claimed = perLetter * Int64(texts.heard.reduce(0) { $0 + $1.utf8.count })
    if claimed > result.voiced + .seconds(Int64(1)), !cell.changesWords {
      misses.append("claims more than was heard in \(result.voiced.milliseconds) ms")
    }
    if cell.adapter.role != .recogniser || !cell.changesWords {
      let isUnderstood = texts.caller.allSatisfy {
        wordErrorRate(reference: DrillHouse.line, hypothesis: $0).rate <= 0.4
      }
      if texts.caller.count != DrillHouse.said || !isUnderstood {
        misses.append("understood: \(texts.caller.joined(separator: " / "))")
      }
    }
    if texts.heard.contains(where: { $0.unicodeScalars.contains { $0.value < 32 && $0 != "\n" } }) {
      misses.append("control characters in the transcript")
    }
    return misses
  }
}
