import Audio
import CallCore
import Conversation
import Providers

@testable import EventLog

/// Logs by chance: every kind of entry and of event, with numbers from everywhere.
struct RandomLog {
  var random: SeededGenerator
  private(set) var entries: [LogEntry] = []
  private(set) var blocks: [LogBlock] = []
  private var encoder = LogEncoder()
  private var now = MediaTime.zero
  private var taken: CallEvent?

  init(seed: UInt64, entries count: Int) {
    random = SeededGenerator(seed: seed)
    while entries.count < count { add() }
    blocks.append(.entries(encoder.takeBlock(capacity: 0)))
  }

  private mutating func add() {
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1:
      now += .nanoseconds(Int64.random(in: 0...3_000_000_000, using: &random))
      let step = steps.randomElement(using: &random) ?? .drain
      encoder.step(step, at: now)
      entries.append(.step(step, at: now))
    case 2, 3, 4: addFrame()
    case 5:
      let event = event()
      if let samples = encoder.taken(event) { flush(.samples(samples)) }
      entries.append(.taken(event))
      encoder.fed(event, [.sendClear])
      entries.append(.fed(nil, effects: [mark(.sendClear)]))
    case 6:
      let event: CallEvent = Bool.random(using: &random) ? .deadline : .speechStarted(at: now)
      encoder.fed(event, [.flushUtterance(flush: 3), .sendAudio(samples: 800)])
      entries.append(
        .fed(event, effects: [mark(.flushUtterance(flush: 3)), mark(.sendAudio(samples: 800))]))
    default:
      let digest = UInt32.random(in: 0 ... .max, using: &random)
      encoder.sent(digest: digest)
      entries.append(.sent(digest: digest))
      let text = ["Okay.", "Got it.", "Thanks."].randomElement(using: &random) ?? ""
      let line = [Int16](repeating: Int16(text.count), count: text.count * 10)
      if let samples = encoder.line(text, line) { flush(.samples(samples)) }
      entries.append(.line(text: text, samples: line))
    }
  }

  private var effects = EffectDigest()

  private mutating func mark(_ effect: CallEffect) -> EffectMark { effects.add(effect) }

  /// Samples stand before the entries that name them.
  private mutating func flush(_ block: LogBlock) {
    blocks.append(block)
    if Bool.random(using: &random) { blocks.append(.entries(encoder.takeBlock(capacity: 16))) }
  }

  private mutating func addFrame() {
    let isRegular = Bool.random(using: &random)
    let last = entries.last { if case .frame = $0 { true } else { false } }
    var header = FrameHeader(track: .inbound, arrival: .zero)
    if case .frame(let before, _)? = last, isRegular {
      header = before
      header.chunk += 1
      if header.sequence >= 0 { header.sequence += 1 }
      header.timestampMs += 20
    } else {
      header.chunk = Int64.random(in: -1...1 << 40, using: &random)
      header.sequence = Int64.random(in: -1...100, using: &random)
      header.timestampMs = Int64.random(in: -1...1 << 50, using: &random)
      header.arrival = .nanoseconds(Int64.random(in: 0...5, using: &random))
    }
    let payload = (0..<Int.random(in: 0...400, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    encoder.frame(header, payload.span)
    entries.append(.frame(header, payload: payload))
  }

  private let steps: [LogStep] = [
    .begin(.normal), .begin(.noNewCalls), .drain, .settle(0.25), .settle(-.infinity), .settle(nil), .deadline,
    .load(.noPartials),
  ]

  private mutating func event() -> CallEvent {
    let number = Int.random(in: -1...1_000_000, using: &random)
    var flow = FlowState()
    flow.question = "when"
    flow.slots = [SlotValue(slot: "budget", raw: "ten", value: .money(amount: 10, currency: "EUR"))]
    let all: [CallEvent] = [
      .answered, .speechStarted(at: now), .speechEnded(at: .nanoseconds(-5)),
      .recogniser(.partial(utterance: number, text: "I was wond—")),
      .recogniser(.final(utterance: number, flush: 2, text: "")),
      .recogniser(.failed(.misconfigured("no model"))), .reply(generation: number, .text("Hello 🙂")),
      .reply(generation: number, .flow(flow)), .reply(generation: number, .endCall(reason: "qualified")),
      .reply(generation: number, .finished), .reply(generation: number, .failed(.overloaded(""))),
      .reply(generation: number, .digits("12#")), .synthesis(clause: number, .words([])),
      .synthesis(clause: number, .words([SpokenWord("Hi", start: .zero, end: .milliseconds(310))])),
      .synthesis(clause: number, .audio(Self.tone(number))), .synthesis(clause: number, .finished),
      .synthesis(clause: number, .failed(.failed("a\nb"))), .markReturned(epoch: number, clause: -number),
      .digit("#"), .digit("👍🏽"), .streamReplaced, .hungUp, .connectionLost, .outboundStalled, .shutdown,
      .loadChanged(.noSpeculation), .deadline,
    ]
    return all.randomElement(using: &random) ?? .answered
  }

  private static func tone(_ number: Int) -> [Int16] {
    (0..<abs(number % 700)).map { Int16(truncatingIfNeeded: ($0 * number) % 9_000 - 4_500) }
  }
}
