internal import Audio

/// Keeps one call's recogniser stream going over several recognisers: the audio of the open utterance is kept, and played
/// again to the next one when one fails or owes an answer for too long.
///
/// The call sees one stream. A flush is answered once, by whoever has the text, or with `failed` when nobody does in
/// time; then the stream is opened anew with the next utterance. A recogniser that was taken over from stays out of the
/// call until its successor fails.
struct UtteranceRelay: Decider {
  enum Input: Sendable {
    case open
    case begin(Int)
    case append([Int16])
    case flush(Int)
    case end
    case close
    case event(stream: Int, RecogniserEvent)
    case refused(stream: Int, ProviderError)
    case alarm
  }

  enum Action: Sendable {
    case open(stream: Int, choice: Int)
    case begin(stream: Int, Int)
    case append(stream: Int, [Int16])
    case flush(stream: Int, Int)
    case end(stream: Int)
    case close(stream: Int)
    case emit(RecogniserEvent)
    case settle(choice: Int, AttemptOutcome)
    case heard(choice: Int, after: MediaTime)
  }

  static var alarm: Input { .alarm }

  private struct Pending {
    let flush: Int
    /// By the call, and of the recogniser that has it now.
    let askedAt: MediaTime
    var passedAt: MediaTime
  }

  private let timing: ProviderTiming
  /// To an answer, by choice.
  private let firsts: [MediaTime]
  /// Samples that are kept of one utterance; beyond them the oldest are dropped.
  private let mostSamples: Int
  private var stream: (number: Int, choice: Int)?
  private var lastStream = 0
  private var favourite = 0
  private var tries: [Int]
  private var isOut: [Bool]
  private var utterance: Int?
  private var audio: [[Int16]] = []
  private var samples = 0
  /// Samples of an utterance in which words may be expected: a cough is shorter.
  private let wordySamples: Int
  private var hasWords = false
  /// Somebody heard nothing in it, and another one is asked.
  private var isDoubted = false
  private var pending: Pending?
  private var lastError = ProviderError.overloaded("no recogniser")
  private(set) var isOver = false

  init(firsts: [MediaTime], timing: ProviderTiming, sampleRate: Int) {
    self.firsts = firsts
    self.timing = timing
    mostSamples = 30 * sampleRate
    wordySamples = sampleRate * 6 / 5
    tries = [Int](repeating: 0, count: firsts.count)
    isOut = [Bool](repeating: false, count: firsts.count)
  }

  var deadline: MediaTime? {
    guard !isOver, let pending, let stream else { return nil }
    let last = pending.askedAt + timing.silence
    // The last one that can be asked has all the time there is.
    guard untried != nil else { return last }
    return min(pending.passedAt + firsts[stream.choice], last)
  }

  mutating func handle(_ input: Input, at now: MediaTime) -> [Action] {
    guard !isOver else { return [] }
    var actions: [Action] = []
    switch input {
    case .open: openNext(after: nil, at: now, &actions)
    case .begin(let number): begin(number, at: now, &actions)
    case .append(let samples):
      keep(samples)
      if let stream, utterance != nil { actions.append(.append(stream: stream.number, samples)) }
    case .flush(let flush):
      guard utterance != nil else { return [] }
      guard let stream else { return [.emit(.failed(lastError))] }
      pending = Pending(flush: flush, askedAt: now, passedAt: now)
      actions.append(.flush(stream: stream.number, flush))
    case .end: end(&actions)
    case .close:
      if let stream {
        actions.append(.close(stream: stream.number))
        actions.append(.settle(choice: stream.choice, .abandoned))
      }
      stream = nil
      isOver = true
    case .event(let number, let event):
      if number == stream?.number { took(event, at: now, &actions) }
    case .refused(let number, let error):
      guard let refused = stream, refused.number == number else { return [] }
      stream = nil
      isOut[refused.choice] = true
      lastError = error
      openNext(after: nil, at: now, &actions)
    case .alarm:
      if let due = deadline, now >= due { failed(.noProgress(.beforeFirst), at: now, &actions) }
    }
    return actions
  }

  // MARK: The call's side

  private mutating func begin(_ number: Int, at now: MediaTime, _ actions: inout [Action]) {
    end(&actions)
    utterance = number
    hasWords = false
    isDoubted = false
    for index in tries.indices {
      tries[index] = 0
      // A breaker may let it in again; a rejected key it will not.
      isOut[index] = false
    }
    if let stream {
      tries[stream.choice] = 1
      actions.append(.begin(stream: stream.number, number))
    } else {
      openNext(after: nil, at: now, &actions)
    }
  }

  private mutating func end(_ actions: inout [Action]) {
    guard utterance != nil else { return }
    if let stream { actions.append(.end(stream: stream.number)) }
    utterance = nil
    pending = nil
    audio = []
    samples = 0
  }

  private mutating func keep(_ new: [Int16]) {
    guard utterance != nil, !new.isEmpty else { return }
    audio.append(new)
    samples += new.count
    while samples > mostSamples, audio.count > 1 { samples -= audio.removeFirst().count }
  }

  // MARK: The recogniser's side

  private mutating func took(_ event: RecogniserEvent, at now: MediaTime, _ actions: inout [Action]) {
    guard let stream else { return }
    switch event {
    case .partial(let number, let text):
      guard number == utterance else { return }
      if !text.isEmpty { hasWords = true }
      actions.append(.emit(event))
    case .final(let number, let flush, let text):
      guard number == utterance, let asked = pending, asked.flush == flush else { return }
      if text.isEmpty, mayHaveMissedWords(asked, at: now) {
        // It may well have been noise: nothing is held against it.
        actions.append(.close(stream: stream.number))
        actions.append(.settle(choice: stream.choice, .succeeded))
        self.stream = nil
        isDoubted = true
        return openNext(after: nil, at: now, &actions)
      }
      if !text.isEmpty { hasWords = true }
      pending = nil
      actions.append(.settle(choice: stream.choice, .succeeded))
      actions.append(.heard(choice: stream.choice, after: now - asked.passedAt))
      actions.append(.emit(event))
    case .failed(let error): failed(error, at: now, &actions)
    }
  }

  /// A recogniser that hears nothing in what was long enough for words is not believed before another one was asked.
  private func mayHaveMissedWords(_ asked: Pending, at now: MediaTime) -> Bool {
    guard hasWords || samples >= wordySamples, untried != nil else { return false }
    return now + timing.quickFailure * 2 < asked.askedAt + timing.silence
  }

  private mutating func failed(_ error: ProviderError, at now: MediaTime, _ actions: inout [Action]) {
    guard let broken = stream else { return }
    stream = nil
    lastError = error
    if error.isLasting { isOut[broken.choice] = true }
    if case .rateLimited = error { isOut[broken.choice] = true }
    actions.append(.close(stream: broken.number))
    actions.append(.settle(choice: broken.choice, .failed(error)))
    openNext(after: broken.choice, at: now, &actions)
  }

  private func next(after broken: Int?) -> Int? {
    // A cut connection is mended sooner than another recogniser gets used to the voice.
    if let broken, case .failed = lastError, !isOut[broken], tries[broken] < 2 { return broken }
    if broken == nil, !isOut[favourite], tries[favourite] == 0 { return favourite }
    return untried
  }

  private var untried: Int? { tries.indices.first { tries[$0] == 0 && !isOut[$0] } }

  private mutating func openNext(after broken: Int?, at now: MediaTime, _ actions: inout [Action]) {
    let isLate = pending.map { now >= $0.askedAt + timing.silence } ?? false
    guard !isLate, let choice = firsts.isEmpty ? nil : next(after: broken) else {
      let asked = pending
      pending = nil
      if isDoubted, let utterance, let asked {
        // So there is but one opinion.
        actions.append(.emit(.final(utterance: utterance, flush: asked.flush, text: "")))
      } else if utterance != nil {
        // Between utterances nobody waits for words.
        actions.append(.emit(.failed(lastError)))
      }
      return
    }
    lastStream += 1
    tries[choice] += 1
    favourite = choice
    stream = (lastStream, choice)
    actions.append(.open(stream: lastStream, choice: choice))
    guard let utterance else { return }
    actions.append(.begin(stream: lastStream, utterance))
    for piece in audio { actions.append(.append(stream: lastStream, piece)) }
    if let asked = pending {
      pending?.passedAt = now
      actions.append(.flush(stream: lastStream, asked.flush))
    }
  }
}
