import Audio
import CallCore
import Conversation
import Providers
import TurnTaking

/// Feeds a call's machine what an engine would, with providers that answer at once.
struct TurnDriver: ~Copyable {
  private var machine: CallMachine
  private var now = MediaTime.zero
  private var effects: [CallEffect] = []
  private var pending: [CallEvent] = []
  private var utterance = 0
  private static let clause = [Int16](repeating: 100, count: 8_000)

  init() {
    var settings = CallSettings(sampleRate: 8_000)
    settings.endpointing = EndpointingPolicy(fixed: .milliseconds(200))
    var agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hello there.")
    // A sample of the frame benchmark is longer than a caller may be silent or a call may last.
    agent.idle.silenceSeconds = 1_000_000
    agent.maxDurationSeconds = 1_000_000
    machine = CallMachine(settings: settings, agent: agent)
  }

  var position: MediaTime { machine.mediaPosition }

  /// Answers the call and lets the greeting be heard to its end.
  mutating func greet() {
    feed(.answered)
    pass(.milliseconds(2_000))
  }

  /// One frame of the caller while nobody speaks.
  mutating func frame() {
    now += .milliseconds(20)
    machine.advanceMedia(to: now, at: now)
    if machine.nextDeadline <= now { feed(.deadline) }
  }

  /// The caller speaks and is answered with one second of audio: recognition, a reply, its clause, ten messages.
  mutating func answerOne() {
    feed(.speechStarted(at: now))
    now += .milliseconds(900)
    machine.advanceMedia(to: now, at: now)
    feed(.speechEnded(at: now - .milliseconds(80)))
    pass(.milliseconds(1_500))
  }

  private mutating func pass(_ time: MediaTime) {
    let end = now + time
    while now < end {
      let next = machine.nextDeadline
      guard next <= end else {
        now = end
        break
      }
      now = max(next, now + .milliseconds(1))
      machine.advanceMedia(to: now, at: now)
      feed(.deadline)
    }
  }

  private mutating func feed(_ event: CallEvent) {
    pending.append(event)
    var next = 0
    while next < pending.count {
      effects.removeAll(keepingCapacity: true)
      machine.handle(pending[next], at: now, into: &effects)
      next += 1
      for effect in effects { follow(effect) }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func follow(_ effect: CallEffect) {
    switch effect {
    case .openUtterance(let number, _): utterance = number
    case .flushUtterance(let flush):
      pending.append(.recogniser(.final(utterance: utterance, flush: flush, text: "I need a new phone.")))
    case .startReply(let generation, _):
      pending.append(.reply(generation: generation, .text("Sure, I can help with that.")))
      pending.append(.reply(generation: generation, .finished))
    case .startSynthesis(let clause, _):
      pending.append(.synthesis(clause: clause, .audio(Self.clause)))
      pending.append(.synthesis(clause: clause, .finished))
    default: break
    }
  }
}
