import Audio
import Conversation
import Providers
import Testing

@testable import CallCore

/// The agent's words against those a simulated carrier truly played, cut by a caller at any moment.
@Suite("Heard text against a carrier's true playout")
struct HeardAccuracyTests {
  private static let sentences = [
    "Thank you for calling Acme, this is Ann. How can I help you today?",
    "We have an appointment on Tuesday at three, or on Thursday morning at half past nine. Which one suits you?",
    "Before I forget, could you tell me how many people work in your office at the moment?",
    "That is no problem at all. I will send the offer by e-mail, and a colleague calls you back tomorrow.",
  ]

  /// Speech whose every sample tells its word: the value is the word's number in the reply, from 1; pauses are 0.
  ///
  /// Words last by their letters, not by the estimate, each faster or slower by chance; a comma makes a pause.
  private final class Voice {
    var random: SplitMix64
    var next = 1
    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    func speak(_ text: String) -> (samples: [Int16], words: [SpokenWord]) {
      var samples = [Int16](repeating: 0, count: Int(random.next() % 800))
      var words: [SpokenWord] = []
      for word in text.split(separator: " ") {
        let milliseconds = (60 + 42 * word.filter(\.isLetter).count) * Int(70 + random.next() % 61) / 100
        let start = samples.count
        samples += [Int16](repeating: Int16(1_000 + next), count: milliseconds * 8)
        words.append(
          SpokenWord(
            String(word), start: .samples(start, rate: 8_000), end: .samples(samples.count, rate: 8_000)))
        next += 1
        if word.hasSuffix(",") { samples += [Int16](repeating: 0, count: Int(1_200 + random.next() % 1_200)) }
      }
      samples += [Int16](repeating: 0, count: Int(random.next() % 1_600))
      return (samples, words)
    }
  }

  private static let networks: [(String, ScriptCarrier.Network)] = [
    ("steady", .init()),
    ("jitter", .init(least: .milliseconds(10), most: .milliseconds(120))),
    ("late marks", .init(least: .milliseconds(30), most: .milliseconds(60), lateMarks: .milliseconds(900))),
    ("lost marks", .init(least: .milliseconds(30), most: .milliseconds(60), lostMarks: 0.5)),
  ]

  @Test(
    "within one word in 95 of 100 cuts, whatever the network does", arguments: [false, true], networks.indices
  )
  func withinOneWord(givesTimes: Bool, network: Int) {
    let (name, properties) = Self.networks[network]
    var errors: [Int: Int] = [:]
    var rules: [String: Int] = [:]
    for seed in 0..<250 as Range<UInt64> {
      let (error, rule) = cut(seed: seed, givesTimes: givesTimes, properties)
      errors[error, default: 0] += 1
      rules[rule, default: 0] += 1
    }
    let good = errors.filter { abs($0.key) <= 1 }.values.reduce(0, +)
    let spread = errors.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    print(
      "heard text, \(name), \(givesTimes ? "word times" : "syllables"): words too many or too few \(spread); "
        + "decided by \(rules.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
    )
    #expect(good * 100 >= 95 * errors.values.reduce(0, +), "\(name)")
  }

  /// One call whose greeting is cut; the words told less the words played.
  private func cut(
    seed: UInt64, givesTimes: Bool, _ network: ScriptCarrier.Network
  ) -> (error: Int, rule: String) {
    var random = SplitMix64(seed: seed &+ 1_000)
    let voice = Voice(seed: seed)
    let call = CallScript()
    let carrier = ScriptCarrier(network, seed: seed)
    call.carrier = carrier
    let text = Self.sentences[Int(random.next() % 4)]
    call.answer = { _ in [.text(text), .finished] }
    call.speech = { voice.speak($0).samples }
    if givesTimes { call.times = { voice.speak($0) } }
    call.feed(.answered)
    call.pass(.milliseconds(Int64(300 + random.next() % 5_000)))
    guard call.machine.phase == .agentSpeaking else { return (0, "whole") }
    call.feed(.speechStarted(at: call.now))
    let played = carrier.heardSamples.max().map { Int($0) - 1_000 } ?? 0
    call.feed(.recogniser(.partial(utterance: call.currentUtterance, text: "wait a moment please")))
    let told = call.agentTurns.first?.heard.split(separator: " ").count ?? 0
    let rule =
      call.records.compactMap { record -> String? in
        if case .event("agent_cut", let detail) = record.body {
          String(detail.prefix { $0 != ":" })
        } else {
          nil
        }
      }.first ?? "none"
    return (told - max(0, played), rule)
  }
}
