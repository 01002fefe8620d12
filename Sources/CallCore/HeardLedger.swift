internal import Audio
internal import Providers

/// Which words of an utterance lie where in its audio, and which of them the caller has heard.
///
/// Positions count samples from the start of the utterance. Every word of a clause has its range: the synthesiser's
/// own times when it gave them, else the clause's sounding time spread over its words by their syllables. At any
/// moment there are three bounds: the words *surely* heard lie before a mark that came back in the current epoch,
/// those *possibly* heard were sent and not cleared, the rest was *never* sent.
public struct HeardLedger: Sendable {
  /// A sentence or clause and the samples it occupies; `end` is nil while its synthesis goes on.
  public struct Clause: Sendable, Equatable {
    public var id: Int
    public var text: String
    public var start: Int
    public var end: Int?
    public var markSent = false
    public var markReturned = false
    /// The synthesiser's times, in samples of speech from the clause's start.
    var wordTimes: [Range<Int>] = []
  }

  /// What told how far the caller had heard.
  public enum Rule: String, Sendable, Equatable, CaseIterable {
    /// A mark that came back after the last word that counts.
    case mark
    /// The time since the audio was sent: the mark was late, or never came.
    case clock
  }

  /// How much of an utterance was heard up to some position.
  public struct Heard: Sendable, Equatable {
    public var text: String
    public var rule: Rule
    /// Words heard, those of them that a mark vouches for, those sent, and all.
    public var words: Int
    public var surely: Int
    public var possibly: Int
    public var total: Int
  }

  public let rate: Int
  public private(set) var clauses: [Clause] = []
  /// Where comfort noise stands in for speech that came too late.
  private var gaps: [Range<Int>] = []
  /// Samples a syllable takes, as learned from whole clauses; kept from one utterance to the next.
  private var samplesPerUnit: Double
  /// How much slower than its usual pace a voice may speak a clause.
  private static let slowest = 1.5
  /// Marks that came back before their audio can have been played, and were not believed.
  public private(set) var marksTooEarly = 0

  public init(rate: Int) {
    self.rate = rate
    // About five syllables a second (Pellegrino et al., Language 2011: English 6.2, read without pauses).
    samplesPerUnit = Double(rate) * 0.2
  }

  /// Forgets the utterance, and keeps what was learned of the voice.
  mutating func reset() {
    clauses.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
  }

  // MARK: Writing

  mutating func begin(_ id: Int, text: String, at position: Int) {
    clauses.append(Clause(id: id, text: text, start: position))
  }

  mutating func end(_ id: Int, at position: Int) {
    guard let index = clauses.firstIndex(where: { $0.id == id }), clauses[index].end == nil else { return }
    clauses[index].end = position
    let units = Self.units(of: clauses[index].text).reduce(0, +)
    let length = position - clauses[index].start - gapLength(in: clauses[index].start..<position)
    guard units >= 4, length > 0 else { return }
    let measured = min(max(Double(length) / units, Double(rate) * 0.05), Double(rate) * 0.8)
    samplesPerUnit += (measured - samplesPerUnit) * 0.3
  }

  /// Takes the synthesiser's word times, from the clause's start. They may come in any number of pieces.
  mutating func add(_ words: [SpokenWord], to id: Int) {
    guard let index = clauses.firstIndex(where: { $0.id == id }) else { return }
    for word in words {
      let last = clauses[index].wordTimes.last?.upperBound ?? 0
      let start = max(last, word.start.samples(rate: rate))
      clauses[index].wordTimes.append(start..<max(start, word.end.samples(rate: rate)))
    }
  }

  /// Comfort noise was put in, for want of speech.
  mutating func noteGap(_ range: Range<Int>) {
    if let last = gaps.last, last.upperBound == range.lowerBound {
      gaps[gaps.count - 1] = last.lowerBound..<range.upperBound
    } else {
      gaps.append(range)
    }
  }

  /// What lies after `position` was cleared and is to be sent again.
  mutating func rewind(to position: Int) {
    for index in clauses.indices where (clauses[index].end ?? .max) > position {
      clauses[index].markSent = false
      clauses[index].markReturned = false
    }
  }

  /// The next clause whose audio has all been sent and whose mark has not.
  mutating func takeDueMark(sent: Int) -> Int? {
    guard let index = clauses.firstIndex(where: { !$0.markSent && ($0.end ?? .max) <= sent }) else {
      return nil
    }
    clauses[index].markSent = true
    return clauses[index].id
  }

  /// A mark of the current epoch came back when, by the clock, `played` samples can have been played at most. Audio
  /// takes its time: a mark from before its audio is a carrier's mistake.
  mutating func markReturned(_ id: Int, played: Int) {
    guard let index = clauses.firstIndex(where: { $0.id == id && $0.markSent }) else { return }
    guard let end = clauses[index].end, end <= played + rate / 25 else {
      marksTooEarly += 1
      return
    }
    clauses[index].markReturned = true
  }

  // MARK: Reading

  /// Whether the last clause's mark came back.
  var endIsConfirmed: Bool { clauses.last?.markReturned ?? false }

  /// The words heard when `position` samples were played and `sent` had been sent.
  ///
  /// - Parameter sounds: for a range of samples, which 10 ms of it sound; pauses take no words. Nil: all do.
  public func heard(at position: Int, sent: Int, sounds: (Range<Int>) -> [Bool]? = { _ in nil }) -> Heard {
    let confirmed = clauses.lastIndex { $0.markReturned }
    var heard = Heard(text: "", rule: .clock, words: 0, surely: 0, possibly: 0, total: 0)
    var parts: [String] = []
    var isOpen = true
    for (index, clause) in clauses.enumerated() {
      let words = clause.text.split(separator: " ")
      heard.total += words.count
      // Keys have no words, and text without a sound, such as a lone dash, is not heard.
      if words.isEmpty || isSoundless(clause) { continue }
      let isSure = confirmed.map { index <= $0 } ?? false
      if isSure { heard.surely += words.count }
      let end = clause.end ?? .max
      if isSure || end <= min(position, sent) {
        heard.words += words.count
        heard.possibly += words.count
        parts.append(clause.text)
        continue
      }
      guard clause.start < sent else { continue }
      let places = places(of: words, in: clause, sounds: sounds)
      heard.possibly += places.count { $0.start < sent }
      guard isOpen else { continue }
      isOpen = false
      // A word counts from its middle on, and only if all of it was sent.
      let count = places.prefix { $0.middle < position && $0.end <= sent }.count
      heard.words += count
      if count > 0 { parts.append(words[..<count].joined(separator: " ")) }
    }
    heard.text = parts.joined(separator: " ")
    if heard.words <= heard.surely, heard.surely > 0 { heard.rule = .mark }
    return heard
  }

  /// Where a word lies; its middle is that of its sound, whatever pause or noise is within it.
  private struct Place {
    var start: Int
    var middle: Int
    var end: Int
  }

  /// Where each of a clause's words lies; ascending.
  private func places(
    of words: [Substring], in clause: Clause, sounds: (Range<Int>) -> [Bool]?
  ) -> [Place] {
    guard !words.isEmpty else { return [] }
    if clause.wordTimes.count == words.count {
      return clause.wordTimes.map { time in
        Place(
          start: place(time.lowerBound, in: clause),
          middle: place((time.lowerBound + time.upperBound) / 2, in: clause),
          end: place(time.upperBound, in: clause))
      }
    }
    let units = words.map { Self.units(of: $0) }
    let all = units.reduce(0, +)
    guard let end = clause.end else {
      // How long the clause will be is not known yet: the voice's usual pace, and a slower one for what was sent
      // whole, so that a clause that broke off is not claimed beyond what there was of it.
      let gap = gapLength(in: clause.start..<Int.max)
      let usual = clause.start..<clause.start + Int(all * samplesPerUnit) + gap
      let slow = clause.start..<clause.start + Int(all * samplesPerUnit * Self.slowest) + gap
      return zip(spread(units, all, over: usual, sounds: nil), spread(units, all, over: slow, sounds: nil))
        .map { Place(start: $0.start, middle: $0.middle, end: $1.end) }
    }
    guard end > clause.start else { return words.map { _ in Place(start: end, middle: end, end: end) } }
    return spread(units, all, over: clause.start..<end, sounds: sounds(clause.start..<end))
  }

  /// The position of a point `offset` samples of speech into a clause: comfort noise before it does not count.
  private func place(_ offset: Int, in clause: Clause) -> Int {
    var position = clause.start + offset
    for gap in gaps where gap.lowerBound >= clause.start && gap.lowerBound < position {
      position += gap.count
    }
    return position
  }

  /// Comfort noise that stood in for a clause is none of its sound.
  private func isSoundless(_ clause: Clause) -> Bool {
    guard let end = clause.end else { return false }
    return end - clause.start == gapLength(in: clause.start..<end)
  }

  private func gapLength(in range: Range<Int>) -> Int {
    gaps.reduce(0) { $0 + $1.clamped(to: range).count }
  }

  private func spread(
    _ units: [Double], _ all: Double, over range: Range<Int>, sounds: [Bool]?
  ) -> [Place] {
    let block = rate / 100
    let blocks = max(1, (range.count + block - 1) / block)
    var sounds = sounds ?? []
    if sounds.count < blocks || !sounds.contains(true) { sounds = [Bool](repeating: true, count: blocks) }
    for gap in gaps where gap.overlaps(range) {
      let inside = gap.clamped(to: range)
      let silent =
        (inside.lowerBound - range.lowerBound) / block..<(inside.upperBound - range.lowerBound) / block
      for at in silent.clamped(to: 0..<blocks) { sounds[at] = false }
    }
    // Where each 10 ms of sound lies.
    let sounding = sounds.prefix(blocks).indices.filter { sounds[$0] }
    guard !sounding.isEmpty else {
      return units.map { _ in Place(start: range.lowerBound, middle: range.upperBound, end: range.upperBound)
      }
    }
    func position(_ share: Double) -> Int {
      let exact = min(max(share / all, 0), 1) * Double(sounding.count)
      let whole = min(Int(exact), sounding.count - 1)
      let within = Int((exact - Double(whole)) * Double(block))
      return min(range.upperBound, range.lowerBound + sounding[whole] * block + within)
    }
    var share = 0.0
    return units.map { unit in
      defer { share += unit }
      return Place(
        start: position(share), middle: position(share + unit / 2), end: position(share + unit))
    }
  }

  /// A word's share of its clause's time: its syllables, and a little for its beginning and end.
  private static func units(of word: Substring) -> Double {
    Double(SyllableEstimator.syllables(in: word)) + 0.3
  }

  private static func units(of text: String) -> [Double] {
    text.split(separator: " ").map { units(of: $0) }
  }
}
