/// One reply of a scripted flow in the making: what is said piles up in `said`, what is learned in `state`.
struct FlowTurn {
  let flow: ScriptedFlow
  let agent: AgentDefinition
  let reader: SlotReader
  private(set) var state: FlowState
  private var said: [String] = []

  init(flow: ScriptedFlow, agent: AgentDefinition, state: FlowState, wallClock: Double) {
    self.flow = flow
    self.agent = agent
    self.state = state
    reader = SlotReader(
      wallClock: wallClock, utcOffsetMinutes: agent.utcOffsetMinutes, currency: agent.currency)
  }

  mutating func reply(to occasion: ScriptedFlow.Occasion) -> ScriptedReply {
    guard !state.isFinished else { return finished() }
    state.turns &+= 1
    guard (0...flow.maxTurns).contains(state.turns) else {
      say(agent.lines.timeUp)
      end(.incomplete)
      return finished()
    }
    switch occasion {
    case .callAnswered: greet()
    case .callerSaid(let text): hear(text)
    case .callerSilent(let times): prod(times: times)
    }
    return finished()
  }

  private func finished() -> ScriptedReply {
    let sentences = said.flatMap { SentenceCutter.sentences(of: rendered($0)) }
    return ScriptedReply(
      text: sentences, state: state, endCall: state.isFinished ? state.outcome ?? .incomplete : nil,
      expects: flow.expectedAnswer(in: state))
  }

  // MARK: - Moving

  var pending: FlowQuestion? { state.question.flatMap(flow.question) }

  private mutating func greet() {
    say(agent.greeting)
    say(agent.recordingNotice)
    if pending == nil { advance(after: nil) } else { resume() }
  }

  private mutating func prod(times: Int) {
    let prompts = agent.idle.prompts
    let step = max(times, 1)
    guard step <= prompts.count else {
      end(state.hasHeardCaller ? .incomplete : .noAnswer)
      return
    }
    say(prompts[step - 1])
    if step > 1 { resume() }
  }

  mutating func say(_ line: String) {
    if !line.isEmpty { said.append(line) }
  }

  mutating func resume() {
    guard let question = pending else { return advance(after: nil) }
    if let partial = state.partial, case .dateTime(let value) = partial.value {
      say(value.precision == .day ? question.timePrompt : agent.lines.whichDay)
    } else {
      say(question.brief ?? question.prompt)
    }
  }

  private mutating func advance(after question: FlowQuestion?) {
    if let next = question?.next { return go(to: next) }
    let start =
      question.flatMap { asked in flow.questions.firstIndex { $0.id == asked.id } }.map { $0 + 1 } ?? 0
    if let next = flow.questions[start...].first(where: { !$0.isSide }) {
      go(to: .question(next.id))
    } else {
      go(to: .end(question == nil ? .incomplete : .qualified))
    }
  }

  /// - Parameter hint: words of this turn that may already answer a question about a time.
  mutating func go(to target: FlowTarget, hint: String = "") {
    switch target {
    case .end(let outcome): end(outcome)
    case .question(let id):
      guard let question = flow.question(id) else { return end(.incomplete) }
      state.question = id
      state.attempts = 0
      state.partial = nil
      if case .dateTime = question.type, let value = reader.read(hint, as: question.type) {
        accept(value, raw: hint, for: question)
      } else {
        say(question.prompt)
      }
    }
  }

  mutating func end(_ outcome: CallOutcome) {
    state.isFinished = true
    state.outcome = outcome
    state.question = nil
    state.partial = nil
    state.openObjection = nil
    say(agent.lines.goodbye(for: outcome))
  }

  // MARK: - Listening

  private mutating func hear(_ text: String) {
    let matcher = PhraseMatcher(text)
    let insisted = state.openObjection
    state.openObjection = nil
    guard !matcher.words.isEmpty else { return misheard() }
    state.hasHeardCaller = true
    if CallerIntent.doNotCall.isExpressed(by: matcher) { return end(.doNotCall) }
    guard let question = pending else { return advance(after: nil) }
    if let (objection, start) = objection(in: matcher, pending: question) {
      return meet(objection, hint: matcher.words[start...].joined(separator: " "))
    }
    if let insisted, insists(text, on: insisted, pending: question) { return }
    if correct(matcher, pending: question) { return }
    if let intent = CallerIntent(matcher), follow(intent, text: text, pending: question) { return }
    answer(text, to: question)
  }

  private mutating func misheard() {
    guard let question = pending else { return advance(after: nil) }
    fail(question)
  }

  private func objection(
    in matcher: PhraseMatcher, pending: FlowQuestion
  ) -> (objection: FlowObjection, start: Int)? {
    var best: (objection: FlowObjection, start: Int, length: Int)?
    for objection in flow.objections where objection.next != .question(pending.id) {
      for trigger in objection.triggers where matcher.isAbout(trigger) {
        guard let range = matcher.range(of: trigger), range.count > best?.length ?? 0 else { continue }
        best = (objection, range.lowerBound, range.count)
      }
    }
    return best.map { ($0.objection, $0.start) }
  }

  private mutating func meet(_ objection: FlowObjection, hint: String) {
    let before = state.objectionsUsed.count { $0 == objection.id }
    state.objectionsUsed.append(objection.id)
    if before >= objection.replies.count, let outcome = objection.lastStraw { return end(outcome) }
    if !objection.replies.isEmpty { say(objection.replies[min(before, objection.replies.count - 1)]) }
    guard let next = objection.next else {
      state.openObjection = objection.id
      return resume()
    }
    go(to: next, hint: hint)
  }

  /// A bare "no" after an objection was met repeats the objection, unless it answers a yes-or-no question.
  private mutating func insists(_ text: String, on id: String, pending: FlowQuestion) -> Bool {
    if case .yesNo = pending.type { return false }
    guard let outcome = flow.objections.first(where: { $0.id == id })?.lastStraw else { return false }
    guard SpokenWords.canonical(text).count <= 5, YesNoReader().read(text) == false else { return false }
    state.objectionsUsed.append(id)
    end(outcome)
    return true
  }

  /// False when the words may be an answer after all.
  private mutating func follow(_ intent: CallerIntent, text: String, pending: FlowQuestion) -> Bool {
    let lines = agent.lines
    switch intent {
    case .doNotCall: end(.doNotCall)
    case .robot: return resume(after: lines.robot)
    case .identity: return resume(after: lines.identity)
    case .repetition: return resume(after: lines.repeating)
    case .presence: return resume(after: lines.presence)
    case .hello: return resume(after: lines.hello)
    case .holding:
      if pending.type != .freeText, reader.read(text, as: pending.type) != nil { return false }
      say(lines.holding)
    case .goodbye: end(YesNoReader().read(text) == false ? .notInterested : .incomplete)
    case .unknown:
      if pending.type != .freeText, reader.read(text, as: pending.type) != nil { return false }
      if pending.isRequired { fail(pending) } else { skip(pending) }
    }
    return true
  }

  private mutating func resume(after line: String) -> Bool {
    say(line)
    resume()
    return true
  }

  // MARK: - Answers

  private mutating func answer(_ text: String, to question: FlowQuestion) {
    if let partial = state.partial, case .dateTime(let day) = partial.value {
      return complete(day, with: text, partial: partial, for: question)
    }
    guard let value = reader.read(text, as: question.type) else { return fail(question) }
    accept(value, raw: text, for: question)
  }

  private mutating func accept(_ value: TypedValue, raw: String, for question: FlowQuestion) {
    let slot = SlotValue(slot: question.slot, raw: raw, value: value)
    if case .dateTime(needsTime: true) = question.type, case .dateTime(let day) = value,
      !day.hasTime || day.precision != .day, state.partial == nil
    {
      state.partial = slot
      return resume()
    }
    settle(slot, for: question)
  }

  /// The second half of an answer: the time for a day, or the day in a week.
  private mutating func complete(
    _ day: DateTimeValue, with text: String, partial: SlotValue, for question: FlowQuestion
  ) {
    var second = DateTimeReader(
      words: SpokenWords.split(text),
      clock: LocalClock(reader.wallClock, offsetMinutes: reader.utcOffsetMinutes))
    let namesDay = second.namesDay()
    guard case .dateTime(var value)? = reader.read(text, as: question.type) else {
      state.attempts += 1
      if state.attempts > 1 { return settle(partial, for: question) }
      return resume()
    }
    if !namesDay {
      value.date = day.date
      value.precision = day.precision
    } else if day.precision == .week, value.precision == .day {
      // "Next week", then "Tuesday": the one in that week.
      while value.date < day.date { value.date = value.date.adding(days: 7) }
      if !value.hasTime {
        (value.hour, value.minute, value.partOfDay) = (day.hour, day.minute, day.partOfDay)
      }
    }
    let raw = partial.raw + ", " + text
    let merged = SlotValue(slot: question.slot, raw: raw, value: .dateTime(value))
    if day.precision != .day, value.precision == .day, !value.hasTime {
      state.partial = merged
      return resume()
    }
    settle(merged, for: question)
  }

  private mutating func settle(_ slot: SlotValue, for question: FlowQuestion) {
    state.fill(slot)
    state.partial = nil
    state.attempts = 0
    if let branch = question.branches.first(where: { $0.condition.isMet(by: slot.value) }) {
      if let line = branch.say { say(line) } else { acknowledge(question) }
      guard let target = branch.target else { return advance(after: question) }
      // Only a turn away from this question may find more in the same words.
      return go(to: target, hint: target == .question(question.id) ? "" : slot.raw)
    }
    acknowledge(question)
    advance(after: question)
  }

  private mutating func acknowledge(_ question: FlowQuestion) {
    let own = question.acknowledgements
    let lines = own.isEmpty ? agent.lines.acknowledgements : own
    if !lines.isEmpty { say(lines[state.turns % lines.count]) }
  }

  private mutating func fail(_ question: FlowQuestion) {
    state.attempts += 1
    guard state.attempts <= max(question.reprompts.count, 1) else { return giveUp(question) }
    if state.partial != nil || question.reprompts.isEmpty {
      say(agent.lines.notCaught)
      resume()
    } else {
      say(question.reprompts[state.attempts - 1])
    }
  }

  private mutating func giveUp(_ question: FlowQuestion) {
    // A question that only rounds off an ending does not turn it into a failure.
    if case .end(let outcome) = question.next { return end(outcome) }
    guard question.isRequired else { return skip(question) }
    say(agent.lines.givingUp)
    end(.incomplete)
  }

  private mutating func skip(_ question: FlowQuestion) {
    say(agent.lines.skipping)
    advance(after: question)
  }

  // MARK: - Corrections

  /// "No, I meant fifty thousand": changes the slot filled last, or the one that is named.
  private mutating func correct(_ matcher: PhraseMatcher, pending: FlowQuestion) -> Bool {
    guard matcher.words.count <= 16, let (rest, isStrong) = Self.correction(in: matcher) else { return false }
    let named = state.slots.last { slot in
      slot.slot.split(separator: "_").contains { part in
        part.count > 3 && matcher.words.contains { SpokenWords.sounds($0, like: part.lowercased()) }
      }
    }
    guard let old = named ?? state.slots.last,
      let question = flow.questions.first(where: { $0.slot == old.slot }), question.slot != pending.slot
    else { return false }
    switch question.type {
    case .freeText, .yesNo: return false
    case .number, .money, .dateTime, .choice: break
    }
    guard let value = reader.read(rest, as: question.type), value != old.value else { return false }
    let fitsPending = pending.type != .freeText && reader.read(rest, as: pending.type) != nil
    guard isStrong || named != nil || !fitsPending else { return false }
    state.fill(SlotValue(slot: old.slot, raw: rest, value: value))
    say(agent.lines.corrected.filling("value", with: value.spoken))
    if let branch = question.branches.first(where: { $0.condition.isMet(by: value) }),
      case .end(let outcome) = branch.target
    {
      say(branch.say ?? "")
      end(outcome)
    } else {
      resume()
    }
    return true
  }

  private static func correction(in matcher: PhraseMatcher) -> (rest: String, isStrong: Bool)? {
    for (phrases, isStrong) in [(strongMarkers, true), (weakMarkers, false)] {
      for phrase in phrases {
        guard let range = matcher.range(of: phrase) else { continue }
        return (matcher.words[range.upperBound...].joined(separator: " "), isStrong)
      }
    }
    return nil
  }

  private static let strongMarkers = [
    "i meant", "i misspoke", "correction", "scratch that", "change that to", "make that", "let me correct",
    "change it to", "i meant to say", "should be", "change my",
  ].map(SpokenWords.canonical)
  private static let weakMarkers = ["i mean", "i said", "make it", "actually"].map(SpokenWords.canonical)

  // MARK: - Lines

  /// A sentence whose placeholder has no value is left out; when nothing else is left, "that" stands in.
  private func rendered(_ line: String) -> String {
    let sentences = SentenceCutter.sentences(of: line).compactMap { LineTemplate($0).filled(value) }
    if !sentences.isEmpty { return sentences.joined(separator: " ") }
    return LineTemplate(line).filled { value(of: $0) ?? "that" } ?? line
  }

  private func value(of name: String) -> String? {
    switch name {
    case "agent": agent.name
    case "company": agent.company
    default: state.value(of: name)?.spoken
    }
  }
}

extension String {
  /// The line with one of its placeholders filled, the others untouched.
  fileprivate func filling(_ name: String, with value: String) -> String {
    LineTemplate(self).filled { $0 == name ? value : "{\($0)}" } ?? self
  }
}
