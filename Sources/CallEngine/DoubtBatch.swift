internal import SileroVAD
internal import TurnTaking

/// A worker's questions to the voice-activity model: gathered over all its calls, asked at once.
///
/// Without a model it stays empty: the detectors then decide alone and never ask.
struct DoubtBatch: ~Copyable {
  private var batch: SileroBatch?
  /// Calls that wait to be asked about, in order.
  private var waiting: [Int] = []
  private var next = 0
  private(set) var hasAnswers = false
  /// Windows asked about since the start.
  private(set) var asked = 0

  init(model: SileroModel?) throws(SileroError) {
    if let model { batch = try SileroBatch(model: model) } else { batch = nil }
  }

  var isEmpty: Bool { next == waiting.count }

  mutating func append(_ slot: Int) { waiting.append(slot) }

  /// The next calls to ask about, as many as fit into one question.
  mutating func take() -> [Int] {
    let end = min(waiting.count, next + (batch?.capacity ?? 1))
    let slots = Array(waiting[next..<end])
    next = end
    if isEmpty {
      waiting.removeAll(keepingCapacity: true)
      next = 0
    }
    batch?.removeAll()
    hasAnswers = false
    return slots
  }

  /// Adds a call's window, in the order of `take`.
  mutating func add(_ line: borrowing LineAudio) {
    _ = batch?.add(line.modelState) { line.detector.copyWindow(into: &$0) }
  }

  /// Asks. A model that fails leaves the calls to decide alone.
  mutating func run() {
    asked += batch?.count ?? 0
    do throws(SileroError) {
      try batch?.run()
      hasAnswers = batch != nil
    } catch {
      hasAnswers = false
    }
  }

  /// The answer to the window at `position`; nil when there is none.
  func answer(_ position: Int, state: inout SileroState) -> Float? {
    guard hasAnswers, batch != nil else { return nil }
    batch?.readState(at: position, into: &state)
    return batch?.probability(at: position)
  }
}
