internal import Audio

/// A clause that another voice can take over: from the first word that has not been spoken.
///
/// A voice that tells when it says its words is taken over exactly there; of another one it is guessed from the time it
/// has spoken, a word too many or too few now and then. What was half said is said again in whole.
struct SpeechContinuation: Continuation {
  /// A letter, at a usual pace: about 170 words a minute.
  private static let perLetter = MediaTime.milliseconds(62)
  /// Silence longer than this, before or within a clause, is no speech.
  private static let longestSilence = MediaTime.milliseconds(1_500)
  /// -52 dBFS: below a telephone line's own noise.
  private static let silence = 80

  private let words: [Substring]
  private let rate: Int
  /// Words that are done, by whoever failed before.
  private var first = 0
  /// Samples passed on before this attempt, and by it.
  private var before = 0
  private var samples = 0
  private var told: [SpokenWord] = []
  /// Told before the first audio.
  private var waiting: [SpokenWord] = []
  /// Silence that waits for something to follow.
  private var quiet: [Int16] = []
  private var choice = 0
  private var isSubstituted = false

  init(_ text: String, rate: Int) {
    words = text.split(whereSeparator: \.isWhitespace)
    self.rate = rate
  }

  var request: String? { first < words.count ? words[first...].joined(separator: " ") : nil }

  mutating func begin(choice: Int) {
    self.choice = choice
    samples = 0
    told = []
    waiting = []
    quiet = []
  }

  mutating func take(_ event: SynthesisEvent) -> Progress<SynthesisEvent> {
    switch event {
    case .audio(let samples): return heard(samples)
    case .words(let words):
      told += words
      guard samples > 0 else {
        waiting += words
        return .sign([])
      }
      return .sign([.words(shifted(words))])
    case .substituted: return .nothing
    case .finished:
      guard samples > 0 || !words[first...].contains(where: Self.isSpoken) else {
        return .failed(.unusableAnswer("no audio"))
      }
      return .done([.finished])
    case .failed(let error): return .failed(error)
    }
  }

  private mutating func heard(_ new: [Int16]) -> Progress<SynthesisEvent> {
    guard !new.isEmpty else { return .nothing }
    let longest = max(Self.perLetter * Int64(10 * letters), .seconds(Int64(10)))
    guard MediaTime.samples(samples + new.count, rate: rate) <= longest else {
      return .failed(.unusableAnswer("far more audio than text"))
    }
    guard let lastSound = new.lastIndex(where: { abs(Int($0)) > Self.silence }) else {
      quiet += new
      return tooQuiet ? .failed(.unusableAnswer("silence")) : .sign([])
    }
    let sound = quiet + new[...lastSound]
    quiet = Array(new[(lastSound + 1)...])
    samples += sound.count
    var events: [SynthesisEvent] = []
    if choice != 0, !isSubstituted {
      isSubstituted = true
      events.append(.substituted)
    }
    events.append(.audio(sound))
    if !waiting.isEmpty { events.append(.words(shifted(waiting))) }
    waiting = []
    return .content(events)
  }

  private var tooQuiet: Bool { MediaTime.samples(quiet.count, rate: rate) > Self.longestSilence }

  private var letters: Int { words[first...].reduce(0) { $0 + $1.utf8.count + 1 } }

  private static func isSpoken(_ word: Substring) -> Bool { word.contains { $0.isLetter || $0.isNumber } }

  /// Times within an attempt as times within the clause.
  private func shifted(_ words: [SpokenWord]) -> [SpokenWord] {
    let start = MediaTime.samples(before, rate: rate)
    return words.map { SpokenWord($0.text, start: $0.start + start, end: $0.end + start) }
  }

  mutating func handOver() {
    let spoken = MediaTime.samples(samples, rate: rate)
    if told.isEmpty {
      // It was not finished, so its last word is missing.
      var end = MediaTime.zero
      while first < words.count - 1 {
        end += Self.perLetter * Int64(words[first].utf8.count + 1)
        guard end <= spoken else { break }
        first += 1
      }
    } else {
      first = min(words.count, first + told.prefix { $0.end <= spoken }.count)
    }
    before += samples
    samples = 0
  }

  func ending(_ error: ProviderError) -> [SynthesisEvent] { [.failed(error)] }

  var ended: [SynthesisEvent] { [.finished] }

  func length(of events: [SynthesisEvent]) -> MediaTime? {
    let count = events.reduce(0) { if case .audio(let samples) = $1 { $0 + samples.count } else { $0 } }
    return .samples(count, rate: rate)
  }
}
