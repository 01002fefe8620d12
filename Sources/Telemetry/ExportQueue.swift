internal import Audio
internal import Records

/// Which spans are sent when: batches, attempts, pauses and bounds, without a clock, a thread or a socket.
///
/// One batch is under way at a time. Ask `next` after everything that happened, and do what it says.
struct ExportQueue {
  enum Step: Equatable {
    /// Send these; say what came of it with the same number.
    case send(number: Int, [FinishedSpan])
    /// Nothing to do until then; nil: until something happens.
    case wait(until: MediaTime?)
  }

  private struct Batch {
    var spans: [FinishedSpan]
    var attempts = 0
    /// The attempt that is under way; nil between two.
    var number: Int?
    /// Of the attempt, or the end of the pause.
    var due: MediaTime
    var pauses: Backoff
  }

  private let limits: ExportLimits
  private let timeout: MediaTime
  private var waiting: [FinishedSpan] = []
  private var oldest = MediaTime.zero
  private var batch: Batch?
  private var lastNumber = 0
  /// Batches go as they are, without waiting for more or for a pause's end.
  private var isFlushing = false
  private(set) var statistics = ExportStatistics()
  /// The last failure, until an attempt succeeds.
  private(set) var failure: String?

  /// - Parameter timeout: of an attempt, as its sender keeps it.
  init(limits: ExportLimits, timeout: MediaTime) {
    self.limits = limits
    self.timeout = timeout
  }

  var isEmpty: Bool { waiting.isEmpty && batch == nil }

  mutating func add(_ span: FinishedSpan, at now: MediaTime) {
    guard waiting.count < limits.waitingSpans else {
      statistics.dropped += 1
      return
    }
    if waiting.isEmpty { oldest = now }
    waiting.append(span)
    statistics.pending += 1
  }

  mutating func flush() { isFlushing = true }

  /// Gives up what is left.
  mutating func abandon() {
    statistics.failed += statistics.pending
    statistics.pending = 0
    waiting = []
    batch = nil
  }

  mutating func next(at now: MediaTime, using generator: inout some RandomNumberGenerator) -> Step {
    if let open = batch {
      if let number = open.number {
        if now < open.due { return .wait(until: open.due) }
        answered(
          number, .again(after: nil, reason: "the collector does not answer"), at: now, using: &generator)
        return next(at: now, using: &generator)
      }
      return now < open.due && !isFlushing ? .wait(until: open.due) : send(at: now)
    }
    guard !waiting.isEmpty else { return .wait(until: nil) }
    let isDue = isFlushing || waiting.count >= limits.batchSpans || now >= oldest + limits.delay
    guard isDue else { return .wait(until: oldest + limits.delay) }
    let count = min(waiting.count, limits.batchSpans)
    batch = Batch(
      spans: Array(waiting[..<count]), due: now,
      pauses: Backoff(
        firstMs: Int(limits.firstPause.milliseconds), lastMs: Int(limits.longestPause.milliseconds)))
    waiting.removeFirst(count)
    oldest = now
    return send(at: now)
  }

  /// - Parameter number: of an attempt; one that is over by now counts for nothing.
  mutating func answered(
    _ number: Int, _ answer: ExportAnswer, at now: MediaTime,
    using generator: inout some RandomNumberGenerator
  ) {
    guard var open = batch, open.number == number else { return }
    switch answer {
    case .accepted(let rejected):
      let rejected = min(rejected, open.spans.count)
      statistics.exported += open.spans.count - rejected
      statistics.failed += rejected
      finish(open)
      failure = nil
    case .refused(let reason): giveUp(open, reason)
    case .again(let pause, let reason):
      guard open.attempts < limits.attempts else { return giveUp(open, reason) }
      statistics.failedAttempts += 1
      failure = reason
      open.number = nil
      let usual = MediaTime.milliseconds(Int64(open.pauses.next(using: &generator)))
      // A moment more than asked for, never the same for two that were refused together.
      open.due = now + (pause.map { $0 + usual } ?? usual)
      batch = open
    }
  }

  private mutating func giveUp(_ open: Batch, _ reason: String) {
    statistics.failedAttempts += 1
    statistics.failed += open.spans.count
    failure = reason
    finish(open)
  }

  private mutating func finish(_ open: Batch) {
    statistics.pending -= open.spans.count
    batch = nil
  }

  private mutating func send(at now: MediaTime) -> Step {
    guard var open = batch else { return .wait(until: nil) }
    lastNumber += 1
    open.number = lastNumber
    open.attempts += 1
    open.due = now + timeout + limits.grace
    batch = open
    return .send(number: lastNumber, open.spans)
  }
}
