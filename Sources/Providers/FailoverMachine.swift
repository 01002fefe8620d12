internal import Audio

/// Decides who does a piece of work, and for how long he is waited for. Events and the time in, actions out; carry them
/// out in order before feeding the next input, and feed `.alarm` when `deadline` has come.
///
/// Providers are tried in their order. One that fails, is not admitted, or shows no progress in time is given up and the
/// next goes on with what is left; one that broke off at once is asked a second time. With a hedge, a slow one gets a
/// rival and the first to be heard stays. Exactly one last event comes out, whatever goes in.
struct FailoverMachine<Work: Continuation>: Decider {
  enum Input: Sendable {
    case begin
    case event(attempt: Int, Work.Event)
    case refused(attempt: Int, ProviderError)
    case alarm
    case cancel
  }

  enum Action: Sendable {
    case start(attempt: Int, choice: Int, Work.Request)
    case abandon(attempt: Int)
    case emit(Work.Event)
    case settle(choice: Int, AttemptOutcome)
    case heard(choice: Int, after: MediaTime)
    /// It is over: nobody's handle is needed any more.
    case forget
  }

  /// What is known of a provider beforehand.
  struct Choice: Sendable {
    /// To its first sign.
    var first: MediaTime
    /// When a rival is started; nil: none is.
    var hedge: MediaTime?
  }

  private struct Attempt {
    let id: Int
    let choice: Int
    let startedAt: MediaTime
    var lastAt: MediaTime
    var hasSign = false
    /// When something that can be heard last came of it.
    var contentAt: MediaTime?
    /// By how much its sound lags behind the clock: audio that comes in drops is mostly silence.
    var lag = MediaTime.zero
    var work: Work
  }

  static var alarm: Input { .alarm }

  private let choices: [Choice]
  private let timing: ProviderTiming
  /// What has been done so far by those who were heard and failed.
  private var work: Work
  private var running: [Attempt] = []
  /// The attempt that is passed on.
  private var heard: Int?
  private var tries: [Int]
  private var isOut: [Bool]
  private var lastID = 0
  private var quietSince = MediaTime.zero
  private var lastError = ProviderError.overloaded("no provider")
  private(set) var isOver = false

  init(_ work: Work, choices: [Choice], timing: ProviderTiming) {
    self.work = work
    self.choices = choices
    self.timing = timing
    tries = [Int](repeating: 0, count: choices.count)
    isOut = [Bool](repeating: false, count: choices.count)
  }

  /// When `.alarm` is to be fed; nil when nothing is waited for.
  var deadline: MediaTime? {
    guard !isOver, !running.isEmpty else { return nil }
    return running.reduce(quietSince + timing.silence) { earliest, attempt in
      var due = min(earliest, due(attempt))
      if let hedge = hedgeDue(attempt) { due = min(due, hedge) }
      return due
    }
  }

  mutating func handle(_ input: Input, at now: MediaTime) -> [Action] {
    guard !isOver else { return [] }
    var actions: [Action] = []
    switch input {
    case .begin:
      quietSince = now
      startNext(after: nil, at: now, &actions)
    case .event(let id, let event): took(event, of: id, at: now, &actions)
    case .refused(let id, let error):
      guard let attempt = remove(id) else { return [] }
      isOut[attempt.choice] = true
      goOn(error, after: attempt, at: now, &actions)
    case .alarm: alarm(at: now, &actions)
    case .cancel:
      abandonAll(&actions)
      isOver = true
    }
    if isOver { actions.append(.forget) }
    return actions
  }

  // MARK: Time

  private func due(_ attempt: Attempt) -> MediaTime {
    guard attempt.hasSign else {
      // The last of several has all the time that is left; one that is alone is asked anew instead.
      if choices.count > 1, untried == nil { return quietSince + timing.silence }
      return attempt.lastAt + choices[attempt.choice].first
    }
    guard untried != nil else { return attempt.lastAt + timing.between }
    // Who stops short, and a slow drip, is given up while there is time for someone else.
    let due = attempt.lastAt + (attempt.contentAt == nil ? timing.hesitation : timing.between)
    return min(due, max(attempt.startedAt, quietSince) + timing.drip)
  }

  private func hedgeDue(_ attempt: Attempt) -> MediaTime? {
    guard heard == nil, running.count == 1, !attempt.hasSign, let hedge = choices[attempt.choice].hedge,
      untried != nil
    else { return nil }
    return attempt.startedAt + hedge
  }

  private mutating func alarm(at now: MediaTime, _ actions: inout [Action]) {
    if now >= quietSince + timing.silence {
      lastError = .noProgress(running.contains { $0.hasSign } ? .between : .beforeFirst)
      for attempt in running { giveUp(attempt, .failed(lastError), &actions) }
      keepHeard()
      running = []
      return end(&actions)
    }
    for attempt in running where now >= due(attempt) {
      failed(attempt.id, .noProgress(attempt.hasSign ? .between : .beforeFirst), at: now, &actions)
      guard !isOver else { return }
    }
    if let attempt = running.first, let hedge = hedgeDue(attempt), now >= hedge, let rival = untried {
      start(rival, at: now, &actions)
    }
  }

  /// A stall is forgiven by twice as much sound after it.
  private func lag(of attempt: Attempt, with events: [Work.Event], at now: MediaTime) -> MediaTime {
    guard let last = attempt.contentAt, let length = attempt.work.length(of: events) else { return .zero }
    return max(.zero, attempt.lag + (now - last) - length * 2)
  }

  // MARK: Attempts

  private mutating func took(
    _ event: Work.Event, of id: Int, at now: MediaTime, _ actions: inout [Action]
  ) {
    guard let index = running.firstIndex(where: { $0.id == id }) else { return }
    switch running[index].work.take(event) {
    case .nothing: break
    case .sign(let events):
      running[index].lastAt = now
      running[index].hasSign = true
      if heard == id { for event in events { actions.append(.emit(event)) } }
    case .content(let events):
      running[index].lastAt = now
      running[index].hasSign = true
      let lag = lag(of: running[index], with: events, at: now)
      running[index].lag = lag
      running[index].contentAt = now
      if heard == nil { beHeard(running[index], at: now, &actions) }
      quietSince = now - lag
      for event in events { actions.append(.emit(event)) }
    case .done(let events):
      let attempt = running[index]
      if heard == nil { beHeard(attempt, at: now, &actions) }
      _ = remove(id)
      actions.append(.settle(choice: attempt.choice, .succeeded))
      for event in events { actions.append(.emit(event)) }
      isOver = true
    case .failed(let error): failed(id, error, at: now, &actions)
    }
  }

  private mutating func beHeard(_ attempt: Attempt, at now: MediaTime, _ actions: inout [Action]) {
    heard = attempt.id
    actions.append(.heard(choice: attempt.choice, after: now - attempt.startedAt))
    for rival in running where rival.id != attempt.id { giveUp(rival, .abandoned, &actions) }
    running.removeAll { $0.id != attempt.id }
  }

  private mutating func failed(
    _ id: Int, _ error: ProviderError, at now: MediaTime, _ actions: inout [Action]
  ) {
    if heard == id { keepHeard() }
    guard let attempt = remove(id) else { return }
    giveUp(attempt, .failed(error), &actions)
    if error.isLasting { isOut[attempt.choice] = true }
    if case .rateLimited = error { isOut[attempt.choice] = true }
    goOn(error, after: attempt, at: now, &actions)
  }

  /// What was passed on of the attempt that is heard is done, whoever goes on.
  private mutating func keepHeard() {
    guard let heard, let attempt = running.first(where: { $0.id == heard }) else { return }
    work = attempt.work
    work.handOver()
    self.heard = nil
  }

  private mutating func goOn(
    _ error: ProviderError, after attempt: Attempt, at now: MediaTime, _ actions: inout [Action]
  ) {
    lastError = error
    // A rival is still at it.
    guard running.isEmpty else { return }
    startNext(after: attempt, at: now, &actions)
  }

  private var untried: Int? { tries.indices.first { tries[$0] == 0 && !isOut[$0] } }

  private func next(after attempt: Attempt?, at now: MediaTime) -> Int? {
    if let attempt, case .failed = lastError, !isOut[attempt.choice], tries[attempt.choice] < 2,
      now - attempt.startedAt < timing.quickFailure
    {
      return attempt.choice
    }
    return untried ?? tries.indices.first { tries[$0] < 2 && !isOut[$0] }
  }

  private mutating func startNext(after attempt: Attempt?, at now: MediaTime, _ actions: inout [Action]) {
    guard now < quietSince + timing.silence, let choice = next(after: attempt, at: now) else {
      return end(&actions)
    }
    start(choice, at: now, &actions)
  }

  private mutating func start(_ choice: Int, at now: MediaTime, _ actions: inout [Action]) {
    var own = work
    guard let request = own.request else {
      for event in own.ended { actions.append(.emit(event)) }
      isOver = true
      return
    }
    own.begin(choice: choice)
    lastID += 1
    tries[choice] += 1
    running.append(Attempt(id: lastID, choice: choice, startedAt: now, lastAt: now, work: own))
    actions.append(.start(attempt: lastID, choice: choice, request))
  }

  private mutating func remove(_ id: Int) -> Attempt? {
    guard let index = running.firstIndex(where: { $0.id == id }) else { return nil }
    if heard == id { heard = nil }
    return running.remove(at: index)
  }

  private mutating func abandonAll(_ actions: inout [Action]) {
    for attempt in running {
      actions.append(.abandon(attempt: attempt.id))
      actions.append(.settle(choice: attempt.choice, .abandoned))
    }
    running = []
  }

  /// Ends an attempt whose work somebody still waits for; what it used is told.
  private func giveUp(_ attempt: Attempt, _ outcome: AttemptOutcome, _ actions: inout [Action]) {
    actions.append(.abandon(attempt: attempt.id))
    actions.append(.settle(choice: attempt.choice, outcome))
    actions += attempt.work.used.map { .emit($0) }
  }

  private mutating func end(_ actions: inout [Action]) {
    let events = work.request == nil ? work.ended : work.ending(lastError)
    for event in events { actions.append(.emit(event)) }
    isOver = true
  }
}
