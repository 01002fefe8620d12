import Audio
import Foundation

/// Speech at -20 dBFS with its labels, and the same with noise under it, all through a G.711 µ-law round trip.
struct VADCorpus: Sendable {
  /// One for each 10 ms.
  let labels: [Bool]
  private let speech: [Float]
  private let power: Float
  private let noise: VADNoise

  /// Prompts one after the other, with 0.3 to 1.5 s of nothing between them.
  init(prompts: [[Int16]], noise: VADNoise) {
    var random = VADRandom(seed: 7)
    var samples = [Int16](repeating: 0, count: 8_000)
    var labels = [Bool](repeating: false, count: 100)
    for prompt in prompts {
      let whole = Array(prompt.prefix(prompt.count / 80 * 80))
      let pause = Int.random(in: 30..<150, using: &random)
      samples += whole + [Int16](repeating: 0, count: pause * 80)
      labels += VADLabels.label(whole) + [Bool](repeating: false, count: pause)
    }
    self.init(samples: samples, labels: labels, noise: noise)
  }

  /// Callers who talk for 3 s and listen for 4, ten times over.
  init(talkingAndListening prompts: [[Int16]], noise: VADNoise) {
    let talk = prompts.flatMap { prompt in
      let labels = VADLabels.label(prompt)
      let first = labels.firstIndex(of: true) ?? 0
      let last = labels.lastIndex(of: true) ?? -1
      return first <= last ? Array(prompt[first * 80..<(last + 1) * 80]) : []
    }
    var samples: [Int16] = []
    for turn in 0..<10 {
      samples += (0..<24_000).map { talk[(turn * 24_000 + $0) % talk.count] }
      samples += [Int16](repeating: 0, count: 32_000)
    }
    self.init(samples: samples, labels: VADLabels.label(samples), noise: noise)
  }

  private init(samples: [Int16], labels: [Bool], noise: VADNoise) {
    let spoken = samples.indices.filter { labels[min($0 / 80, labels.count - 1)] }
    let power = spoken.reduce(0.0) { $0 + pow(Double(samples[$1]), 2) } / Double(max(1, spoken.count))
    let wanted = 3_276.8
    let gain = power > 0 ? Float(wanted / power.squareRoot()) : 0
    speech = samples.map { Float($0) * gain }
    self.power = Float(wanted)
    self.labels = labels
    self.noise = noise
  }

  var seconds: Double { Double(speech.count) / 8_000 }

  /// What a detector that always says "speech" scores.
  var alwaysF1: Double {
    let share = Double(labels.count { $0 }) / Double(max(1, labels.count))
    return 2 * share / (1 + share)
  }

  func samples(_ condition: VADCondition) -> [Int16] {
    guard let sound = condition.sound else { return speech.map { TelephoneLine.carried(Double($0)) } }
    let gain = power * Float(pow(10, -condition.ratio / 20))
    return zip(speech, noise.samples(sound, count: speech.count)).map {
      TelephoneLine.carried(Double($0 + $1 * gain))
    }
  }
}
