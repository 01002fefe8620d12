import Audio
import CallCore
import Conversation
import Providers

/// Drives a call's machine as a script: feeds events, keeps every effect with its time, lets deadlines pass.
final class CallScript {
  static let rate = 8_000
  private(set) var machine: CallMachine
  private(set) var now = MediaTime.zero
  private(set) var log: [(at: MediaTime, effect: CallEffect)] = []
  /// Samples of audio that every synthesised clause lasts.
  var clauseLength = MediaTime.milliseconds(800)
  /// Answers reply and synthesis requests at once when set.
  var answer: (@Sendable (ReplyRequest) -> [ReplyEvent])?
  var recognised = ""
  /// The audio of a clause; nil: a constant.
  var speech: ((String) -> [Int16])?
  /// The audio of a clause and the times of its words.
  var times: ((String) -> (samples: [Int16], words: [SpokenWord]))?
  /// A carrier that takes the audio and plays it.
  var carrier: ScriptCarrier?
  /// Clauses whose audio is told but never finished, and replies that are begun and never answered.
  var keepsClausesOpen = false
  private var frames = MediaTime.zero

  init(agent: AgentDefinition = CallScript.agent(), configure: (inout CallSettings) -> Void = { _ in }) {
    var settings = CallSettings(sampleRate: Self.rate)
    configure(&settings)
    machine = CallMachine(settings: settings, agent: agent)
    answer = { request in
      switch request.occasion {
      case .callAnswered: [.text("Hello there. How can I help?"), .finished]
      case .callerSaid(let text): [.text("You said \(text)."), .finished]
      case .callerSilent(let times):
        times > 2
          ? [.text("Goodbye."), .endCall(reason: "no_answer"), .finished]
          : [.text("Are you there?"), .finished]
      }
    }
  }

  /// The call of an agent whose first words are `text` and who then expects such an answer.
  static func asking(_ kind: AnswerKind, _ text: String) -> CallScript {
    var question = FlowQuestion(id: "q", prompt: "", slot: "q", type: .freeText)
    question.expects = kind
    var agent = agent()
    agent.flow = ScriptedFlow(questions: [question])
    let call = CallScript(agent: agent)
    call.answer = { request in
      var flow = request.dialogue.flow
      flow.question = "q"
      return [.text(text), .flow(flow), .finished]
    }
    return call
  }

  static func agent() -> AgentDefinition {
    AgentDefinition(name: "Ann", company: "Acme", greeting: "Hello there. How can I help?")
  }

  func feed(_ event: CallEvent) {
    var pending = [event]
    while !pending.isEmpty {
      var effects: [CallEffect] = []
      machine.handle(pending.removeFirst(), at: now, into: &effects)
      for effect in effects {
        log.append((now, effect))
        carry(effect)
        pending += followUps(of: effect)
      }
    }
  }

  private func carry(_ effect: CallEffect) {
    guard let carrier else { return }
    switch effect {
    case .sendAudio(let count):
      var samples = [Int16](repeating: 0, count: count)
      var span = samples.mutableSpan
      machine.copySentAudio(count, into: &span)
      carrier.take(samples, until: machine.playout.sentUntil, at: now)
    case .sendFade(let count):
      var samples = [Int16](repeating: 0, count: count)
      var span = samples.mutableSpan
      machine.copyFade(count, into: &span)
      carrier.takeFade(samples, at: now)
    case .sendMark(let epoch, let clause): carrier.take(epoch: epoch, clause: clause, at: now)
    case .sendClear: carrier.clear(at: now)
    default: break
    }
  }

  private func followUps(of effect: CallEffect) -> [CallEvent] {
    switch effect {
    case .startReply(let generation, let request):
      (answer?(request) ?? []).map { .reply(generation: generation, $0) }
    case .startSynthesis(let clause, let text):
      answer == nil || keepsClausesOpen ? [] : spoken(clause, text)
    case .flushUtterance(let flush):
      recognised.isEmpty
        ? [] : [.recogniser(.final(utterance: currentUtterance, flush: flush, text: recognised))]
    default: []
    }
  }

  private func spoken(_ clause: Int, _ text: String) -> [CallEvent] {
    if let (samples, words) = times?(text) {
      return [
        .synthesis(clause: clause, .words(words)), .synthesis(clause: clause, .audio(samples)),
        .synthesis(clause: clause, .finished),
      ]
    }
    let samples =
      speech?(text) ?? [Int16](repeating: 100, count: clauseLength.samples(rate: Self.rate))
    return [.synthesis(clause: clause, .audio(samples)), .synthesis(clause: clause, .finished)]
  }

  var currentUtterance: Int {
    for case .openUtterance(let number, _) in log.reversed().map(\.effect) { return number }
    return 0
  }

  /// Lets time pass, with the caller's frames arriving and every deadline kept.
  func pass(_ time: MediaTime, withMedia: Bool = true) {
    let end = now + time
    while now < end {
      let frame = withMedia ? frames + .milliseconds(20) : .distantFuture
      let next = min(
        end, frame, max(machine.nextDeadline, now), max(carrier?.nextMark ?? .distantFuture, now))
      now = max(now, next)
      while let mark = carrier?.returnedMark(at: now) {
        feed(.markReturned(epoch: mark.epoch, clause: mark.clause))
      }
      if withMedia, now >= frame {
        frames = frame
        machine.advanceMedia(to: frame, at: now)
      }
      if machine.nextDeadline <= now {
        let before = machine.nextDeadline
        feed(.deadline)
        if machine.nextDeadline <= before, machine.nextDeadline <= now { now += .milliseconds(1) }
      }
    }
  }

  /// The caller says something for `length`; `text` is what the recogniser makes of it.
  func callerSays(_ text: String, for length: MediaTime = .milliseconds(900)) {
    recognised = text
    feed(.speechStarted(at: now))
    pass(length)
    let end = now
    pass(.milliseconds(80))
    feed(.speechEnded(at: end))
  }

  var effects: [CallEffect] { log.map(\.effect) }

  var records: [CallRecord] {
    effects.compactMap { effect in
      if case .record(let record) = effect { record } else { nil }
    }
  }

  var agentTurns: [(heard: String, wasCut: Bool)] {
    records.compactMap { record in
      if case .agentTurn(_, let heard, let wasCut, _, _) = record.body { (heard, wasCut) } else { nil }
    }
  }

  var callerTurns: [String] {
    records.compactMap { record in
      if case .callerTurn(let text, _, _) = record.body { text } else { nil }
    }
  }

  var timings: [TurnTiming] {
    records.compactMap { record in
      if case .timing(let timing) = record.body { timing } else { nil }
    }
  }

  var shedWork: [ShedWork] {
    effects.compactMap { effect in
      if case .shed(let work) = effect { work } else { nil }
    }
  }

  var endReason: EndReason? {
    for case .end(let reason) in effects { return reason }
    return nil
  }

  /// Samples sent in all.
  var sentSamples: Int {
    effects.reduce(0) { sum, effect in
      if case .sendAudio(let count) = effect { sum + count } else { sum }
    }
  }

  var clears: Int {
    effects.count { effect in
      if case .sendClear = effect { true } else { false }
    }
  }

  var startedReplies: [ReplyRequest.Occasion] {
    effects.compactMap { effect in
      if case .startReply(_, let request) = effect { request.occasion } else { nil }
    }
  }
}
