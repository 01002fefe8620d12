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
        pending += followUps(of: effect)
      }
    }
  }

  private func followUps(of effect: CallEffect) -> [CallEvent] {
    switch effect {
    case .startReply(let generation, let request):
      (answer?(request) ?? []).map { .reply(generation: generation, $0) }
    case .startSynthesis(let clause, _):
      answer == nil
        ? []
        : [
          .synthesis(
            clause: clause,
            .audio([Int16](repeating: 100, count: clauseLength.samples(rate: Self.rate)))),
          .synthesis(clause: clause, .finished),
        ]
    case .flushUtterance(let flush):
      recognised.isEmpty
        ? [] : [.recogniser(.final(utterance: currentUtterance, flush: flush, text: recognised))]
    default: []
    }
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
      let next = min(end, frame, max(machine.nextDeadline, now))
      now = max(now, next)
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
