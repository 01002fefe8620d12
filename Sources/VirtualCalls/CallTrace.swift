internal import Audio
internal import CallCore
internal import Conversation
internal import Providers

/// What happened in one call, for people to read: events with `>`, effects with `<`.
struct CallTrace {
  private(set) var lines: [String] = []

  init(_ plan: CallPlan) {
    let faults = plan.faults.faults.map(\.name).joined(separator: " ")
    lines.append(
      "\(plan.settings.sampleRate) Hz, lead \(plan.settings.sendLead), delay \(plan.delay), timers "
        + "\(plan.lateness) late, faults: \(faults.isEmpty ? "none" : faults)")
  }

  mutating func note(_ event: CallEvent, at now: MediaTime) { add(">", Self.text(event), now) }
  mutating func note(_ effect: CallEffect, at now: MediaTime) { add("  <", Self.text(effect), now) }
  mutating func note(_ broken: (invariant: Invariant, detail: String), at now: MediaTime) {
    add("BROKEN", "\(broken.invariant.name): \(broken.detail)", now)
  }

  private mutating func add(_ sign: String, _ text: String, _ now: MediaTime) {
    let milliseconds = String(now.milliseconds)
    let padding = String(repeating: " ", count: max(0, 8 - milliseconds.count))
    lines.append("\(padding)\(milliseconds) ms \(sign) \(text)")
  }

  private static func text(_ event: CallEvent) -> String {
    switch event {
    case .recogniser(.partial(let number, let text)): "partial \(number): \"\(text)\""
    case .recogniser(.final(let number, let flush, let text)): "final \(number), flush \(flush): \"\(text)\""
    case .recogniser(.failed(let error)): "recogniser \(error)"
    case .reply(let generation, let event): "reply \(generation): \(Self.text(event))"
    case .synthesis(let clause, .audio(let samples)): "clause \(clause): \(samples.count) samples"
    case .synthesis(let clause, let event): "clause \(clause): \(event)"
    default: "\(event)"
    }
  }

  private static func text(_ event: ReplyEvent) -> String {
    switch event {
    case .flow(let state): "flow at \(state.question ?? "no question")"
    case .text(let text): "\"\(text)\""
    default: "\(event)"
    }
  }

  private static func text(_ effect: CallEffect) -> String {
    switch effect {
    case .startReply(let generation, let request): "startReply \(generation): \(request.occasion)"
    case .record(let record): "record \(record.sequence): \(Self.text(record.body))"
    case .observe(.flow(let state)): "observe flow at \(state.question ?? "no question")"
    case .observe(.timing): "observe timing"
    default: "\(effect)"
    }
  }

  private static func text(_ body: CallRecord.Body) -> String {
    switch body {
    case .flow(let state): "flow at \(state.question ?? "no question")"
    case .timing(let timing): "timing of turn \(timing.turn), voice to voice \(timing.voiceToVoice)"
    default: "\(body)"
    }
  }
}
