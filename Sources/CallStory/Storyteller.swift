public import Audio
public import CallCore
internal import Conversation
internal import Drawing
internal import Providers
internal import TurnTaking

/// Makes a call's story of what its state machine was fed and answered. Feed it everything, in order.
public struct Storyteller: Sendable {
  private struct Speculation {
    var generation: Int
    var text: String
    var at: MediaTime
  }

  public private(set) var story = CallStory()
  /// The reply that was started before the turn was confirmed, and how many were thrown away since the last turn.
  private var speculation: Speculation?
  private var wasted = 0
  /// Whether the caller's turn was confirmed in the step at hand, and whether a reply was started in it.
  private var turnIsNew = false
  private var startsReply = false
  private var reason: EndpointReason?
  private var lastCallerEnd = 0.0
  private var marksOfTurn = (sent: 0, returned: 0)

  public init() {}

  public mutating func add(_ event: CallEvent, _ effects: [CallEffect], at now: MediaTime, media: MediaTime) {
    let place = media.seconds
    story.length = max(story.length, place)
    note(event, at: place)
    turnIsNew = effects.contains { if case .observe(.callerTurn) = $0 { true } else { false } }
    startsReply = effects.contains { if case .startReply = $0 { true } else { false } }
    // Told behind the turn that it explains.
    for effect in effects { if case .observe(.endpoint(let reason)) = effect { self.reason = reason } }
    for effect in effects { note(effect, at: place, now) }
  }

  /// The story, with what it sounded like.
  public func finish(caller: [Int16], agent: [Int16], rate: Int) -> CallStory {
    var story = story
    story.caller = caller
    story.agent = agent
    story.rate = rate
    story.length = max(story.length, Double(caller.count) / Double(rate))
    for index in story.speech.indices where story.speech[index].end == nil {
      story.speech[index].end = story.length
    }
    return story
  }

  // MARK: What came

  private mutating func note(_ event: CallEvent, at place: Double) {
    switch event {
    case .speechStarted(let start): story.speech.append(.init(start: start.seconds))
    case .speechEnded(let end):
      if let last = story.speech.indices.last { story.speech[last].end = end.seconds }
    case .echo:
      if let last = story.speech.indices.last { story.speech[last].end = place }
      happened("the agent's own voice came back", at: place)
    case .markReturned:
      marksOfTurn.returned += 1
      story.marks.append(.init(at: place, text: "mark \(marksOfTurn.returned)"))
    case .digit(let digit): happened("key \(digit)", at: place)
    case .streamReplaced: happened("media stream replaced", at: place)
    case .loadChanged(let level): happened("load level: \(level)", at: place)
    case .connectionLost: happened("connection lost", at: place)
    case .outboundStalled: happened("the carrier stopped reading", at: place)
    case .synthesis(_, .failed(let error)): happened("synthesis \(error)", at: place)
    case .reply(_, .failed(let error)): happened("reply \(error)", at: place)
    default: break
    }
  }

  private mutating func happened(_ text: String, at place: Double) {
    story.happenings.append(.init(at: place, text: text))
    explain(text, at: place)
  }

  private mutating func explain(_ text: String, at place: Double) {
    story.reasons.append(.init(at: place, text: text))
  }

  // MARK: What the call made of it

  private mutating func note(_ effect: CallEffect, at place: Double, _ now: MediaTime) {
    switch effect {
    case .startReply(let generation, let request): started(generation, request, at: place, now)
    case .sendMark: marksOfTurn.sent += 1
    case .record(let record): note(record, at: place)
    case .observe(let observation): note(observation, at: place, now)
    case .end(let reason):
      story.ending = reason.word
      explain("the call ended: \(reason.word.replacing("_", with: " "))", at: place)
    default: break
    }
  }

  private mutating func started(
    _ generation: Int, _ request: ReplyRequest, at place: Double, _ now: MediaTime
  ) {
    switch request.occasion {
    case .callAnswered: explain("answered: the agent greets", at: place)
    case .callerSilent(let times): explain("nobody spoke: the agent asks, time \(times)", at: place)
    case .callerSaid(let text):
      if speculation != nil { wasted += 1 }
      // What is started together with the turn's confirmation is the reply itself.
      speculation = turnIsNew ? nil : Speculation(generation: generation, text: text, at: now)
    }
  }

  private mutating func note(_ observation: CallObservation, at place: Double, _ now: MediaTime) {
    switch observation {
    case .callerPartial(let text): story.partials.append(.init(at: place, text: text))
    case .timing(let timing):
      let start = place - timing.voiceToVoice.seconds
      story.latencies.append(.init(start: max(0, start), end: place, timing: timing))
      explain(Self.text(timing), at: place)
      marksOfTurn = (0, 0)
    case .agentHeld:
      story.holds.append(.init(start: place))
      explain("the caller made a sound while the agent spoke: the agent is held", at: place)
    case .agentResumed:
      endHold(.resumed, at: place)
    case .callerTurn: explainTurn(at: place, now)
    default: break
    }
  }

  private mutating func endHold(_ ending: CallStory.Hold.Ending, at place: Double) {
    guard let last = story.holds.indices.last, story.holds[last].end == nil else { return }
    story.holds[last].end = place
    story.holds[last].ending = ending
    let held = Self.milliseconds(place - story.holds[last].start)
    if ending == .resumed { explain("it was no interruption: the agent goes on after \(held)", at: place) }
  }

  private mutating func note(_ record: CallRecord, at place: Double) {
    switch record.body {
    case .callerTurn(let text, let start, let end):
      story.turns.append(
        .init(speaker: .caller, start: start.seconds, end: end.seconds, text: text, heard: text))
      lastCallerEnd = end.seconds
    case .agentTurn(let text, let heard, let wasCut, let start, let end):
      let ending = min(end.seconds, max(place, start.seconds))
      story.turns.append(
        .init(
          speaker: .agent, start: start.seconds, end: wasCut ? ending : end.seconds, text: text, heard: heard,
          wasCut: wasCut))
      if wasCut { endHold(.cut, at: place) }
      explainAgentTurn(text, heard, wasCut, at: place)
    case .event(let kind, let detail): note(kind, detail, at: place)
    case .timing, .flow, .ended: break
    }
  }

  private mutating func note(_ kind: String, _ detail: String, at place: Double) {
    switch kind {
    case "answered", "dtmf", "stream_replaced": break
    case "barge_in":
      explain("the caller's words are more than a sign of listening: the agent stops", at: place)
    case "backchannel": happened("backchannel \"\(detail)\"", at: place)
    case "noise": happened("a sound without words", at: place)
    default: happened(detail.isEmpty ? kind : "\(kind): \(detail)", at: place)
    }
  }

  // MARK: Why

  private mutating func explainTurn(at place: Double, _ now: MediaTime) {
    guard let turn = story.turns.last, turn.speaker == .caller else { return }
    explain("caller: \"\(turn.text)\" (\(Self.seconds(turn.start)) to \(Self.seconds(turn.end)))", at: place)
    if let reason {
      explain(
        "the turn is over after \(Self.milliseconds(place - turn.end)) of silence, wanted \(reason.silence): "
          + "\(Self.text(reason.shape)), \(Self.text(reason.answer)) expected", at: place)
    }
    reason = nil
    if startsReply {
      if speculation != nil { wasted += 1 }
      explain("the reply is started now\(thrownAway)", at: place)
    } else if let speculation {
      let early = Self.milliseconds((now - speculation.at).seconds)
      explain("the reply was started \(early) before, from the same words\(thrownAway)", at: place)
    }
    speculation = nil
    wasted = 0
  }

  private var thrownAway: String {
    wasted == 0 ? "" : "; \(wasted) started too early \(wasted == 1 ? "was" : "were") thrown away"
  }

  private mutating func explainAgentTurn(_ text: String, _ heard: String, _ wasCut: Bool, at place: Double) {
    guard wasCut else {
      explain("agent: \"\(text)\"", at: place)
      return
    }
    let rule =
      marksOfTurn.returned > 0
      ? "\(marksOfTurn.returned) of its clauses by their marks, the rest by the clock" : "by the clock"
    explain("agent, cut: \"\(heard)\" was heard (\(rule)) of \"\(text)\"", at: place)
  }

  private static func text(_ timing: TurnTiming) -> String {
    """
    turn \(timing.turn): the agent is heard \(timing.voiceToVoice) after the caller's last sound: waited \
    \(timing.endpointing), recognition \(timing.recognition), reply \(timing.reply), synthesis \(timing.synthesis)
    """
  }

  private static func text(_ shape: EndpointingPolicy.WordShape) -> String {
    switch shape {
    case .complete: "the words sounded complete"
    case .likely: "the words may have been all"
    case .unfinished: "the words sounded unfinished"
    }
  }

  private static func text(_ answer: EndpointingPolicy.ExpectedAnswer) -> String {
    switch answer {
    case .yesNo: "yes or no was"
    case .short: "a short answer was"
    case .open: "an open answer was"
    case .spelled: "a spelled answer was"
    case .interruption: "nothing was, the words interrupted the agent:"
    }
  }

  static func seconds(_ seconds: Double) -> String { "\(Fixed.text(seconds, digits: 2)) s" }

  static func milliseconds(_ seconds: Double) -> String { "\(Int((seconds * 1_000).rounded())) ms" }
}
