internal import Audio
internal import Providers

/// The utterances of a call whose text is still wanted, and the flushes that wait for it.
///
/// A vendor counts time by the samples it was sent; an utterance is where it began on that clock.
struct UtteranceTexts: Sendable {
  struct Utterance: Sendable {
    let number: Int
    let base: MediaTime
    /// Text that will not change, in order, each under a number by which it can be replaced.
    var settled: [(key: Int, text: String)] = []
    /// The current guess at what follows.
    var guess = ""
    var isOver = false

    var text: String {
      (settled.map(\.text) + [guess]).filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  struct Flush: Sendable {
    let utterance: Int
    /// `nil` where nobody asked and only a boundary was wanted.
    let number: Int?
    /// What had been sent by then.
    let mark: MediaTime
    let since: MediaTime
    var isAnswered: Bool
  }

  private(set) var utterances: [Utterance] = []
  private(set) var flushes: [Flush] = []
  private var lastPartial = ""

  var current: Utterance? { utterances.last.flatMap { $0.isOver ? nil : $0 } }

  mutating func begin(_ number: Int, at base: MediaTime) {
    // The one before is kept: what a vendor says next may still be about it.
    let before = utterances.last?.number
    utterances.removeAll { utterance in
      utterance.isOver && utterance.number != before
        && !flushes.contains { $0.utterance == utterance.number && !$0.isAnswered }
    }
    if let last = utterances.indices.last { utterances[last].isOver = true }
    utterances.append(Utterance(number: number, base: base))
    lastPartial = ""
  }

  mutating func end() {
    if let last = utterances.indices.last { utterances[last].isOver = true }
  }

  /// The utterance in which `time` lies.
  func index(at time: MediaTime) -> Int? { utterances.lastIndex { $0.base <= time } }

  mutating func settle(_ index: Int, key: Int, _ text: String) {
    if let place = utterances[index].settled.firstIndex(where: { $0.key == key }) {
      utterances[index].settled[place].text = text
    } else {
      utterances[index].settled.append((key, text))
    }
  }

  mutating func guess(_ index: Int, _ text: String) { utterances[index].guess = text }

  /// The hypothesis of the utterance that is open, if it is a new one.
  mutating func partial() -> [TranscriptAction] {
    guard let current, !current.text.isEmpty, current.text != lastPartial else { return [] }
    lastPartial = current.text
    return [.event(.partial(utterance: current.number, text: current.text))]
  }

  mutating func wait(for number: Int?, mark: MediaTime, at now: MediaTime) {
    guard let utterance = utterances.last?.number else { return }
    // Answered ones that a vendor never settled.
    if flushes.count >= 32 { flushes.removeFirst() }
    flushes.append(
      Flush(utterance: utterance, number: number, mark: mark, since: now, isAnswered: number == nil))
  }

  /// Answers a flush with what is known now.
  mutating func answer(_ index: Int) -> [TranscriptAction] {
    guard !flushes[index].isAnswered, let number = flushes[index].number else { return [] }
    flushes[index].isAnswered = true
    let utterance = flushes[index].utterance
    let text = utterances.first { $0.number == utterance }?.text ?? ""
    return [.event(.final(utterance: utterance, flush: number, text: text))]
  }

  /// Answers the flushes that `isDue` and keeps them until they are removed.
  mutating func answer(where isDue: (Flush) -> Bool) -> [TranscriptAction] {
    flushes.indices.filter { isDue(flushes[$0]) }.flatMap { answer($0) }
  }

  /// Forgets the flushes that `isDone`, which have been answered.
  mutating func remove(where isDone: (Flush) -> Bool) { flushes.removeAll(where: isDone) }

  var isWaiting: Bool { flushes.contains { !$0.isAnswered } }
}
