import Audio
import Records

/// Records with any values, the same for the same seed.
struct RandomRecords {
  private var generator: SeededGenerator
  private let call: CallID

  init(of call: CallID, seed: UInt64) {
    self.call = call
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> StoreRecord { next(kind: Int.random(in: 0..<9, using: &generator)) }

  mutating func next(kind: Int) -> StoreRecord {
    switch kind {
    case 0:
      return .call(
        CallSummary(
          id: call, tenant: text(), direction: chance() ? .inbound : nil, agent: maybe(), from: maybe(),
          startedMs: chance() ? integer() : nil, endedMs: integer(), endReason: maybe(), slotsJSON: maybe(),
          agentVersion: maybe()))
    case 1:
      let words = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        SegmentWord(text(), start: time(), end: time(), confidence: chance() ? 0.5 : nil)
      }
      return .turn(
        TurnRecord(
          call: call, sequence: Int(integer()), speaker: chance() ? .agent : .caller, text: text(),
          heardText: maybe(), wasCut: chance(), start: time(), end: time(), confidence: chance() ? 0.25 : nil,
          words: words, tenant: text()))
    case 2:
      return .timing(
        TurnTimingRecord(
          call: call, turn: Int(integer()), endpointing: time(), recognition: time(), reply: time(),
          synthesis: time(), voiceToVoice: time(), endpointReason: maybe(), wasSpeculative: chance(),
          tenant: text()))
    case 3:
      return .event(
        CallEventRecord(
          call: call, sequence: Int(integer()), at: time(), kind: text(), detail: text(), tenant: text()))
    case 4:
      return .contact(
        ContactRecord(
          call: call, tenant: text(), number: text(), name: maybe(), attributesJSON: maybe(),
          seenMs: integer()))
    case 5:
      return .agentVersion(
        AgentVersionRecord(
          call: call, tenant: text(), agent: text(), version: text(), definition: text(), seenMs: integer()))
    case 6:
      return .outcome(
        OutcomeRecord(
          call: call, tenant: text(), sequence: Int(integer()), at: time(), outcome: text(),
          slotsJSON: maybe()))
    case 7:
      return .usage(
        UsageRecord(
          call: call, tenant: text(), sequence: Int(integer()), at: time(), provider: text(), unit: text(),
          quantity: Double(integer()), costMicros: chance() ? integer() : nil, currency: text()))
    default:
      return .consent(
        ConsentRecord(
          call: call, tenant: text(), sequence: Int(integer()), at: time(), subject: text(), purpose: text(),
          isGranted: chance(), evidence: text()))
    }
  }

  private mutating func chance() -> Bool { Bool.random(using: &generator) }

  private mutating func integer() -> Int64 {
    [0, 1, -1, .min, .max, Int64(bitPattern: generator.next())].randomElement(using: &generator) ?? 0
  }

  private mutating func time() -> MediaTime { MediaTime(nanoseconds: integer()) }

  private mutating func text() -> String {
    if chance() {
      return ["", "a", "don't", "zwei\nZeilen", "👩‍👩‍👧 मन", String(repeating: "x", count: 300)]
        .randomElement(using: &generator) ?? ""
    }
    let scalars = (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 1...0x2_ffff, using: &generator))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private mutating func maybe() -> String? { chance() ? text() : nil }
}
