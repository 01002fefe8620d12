import Audio
import Conversation
import Providers
import Testing

@testable import CallCore

/// What a reply does besides speaking: when it is told that it will be heard, and when its wishes are carried out.
@Suite("What a reply does")
struct ReplyActionsTests {
  private static var monday: FlowState {
    var flow = FlowState()
    flow.slots = [SlotValue(slot: "day", raw: "Monday", value: .text("Monday"))]
    return flow
  }

  private func greeted() -> CallScript {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.seconds(Int64(3)))
    return call
  }

  // MARK: Confirming

  /// How a reply that was prepared comes to nothing.
  enum Withdrawal: CaseIterable {
    case goesOn, keyPressed, takenBack, modelFails, voiceFails, budgetSpent, hungUp
  }

  @Test("a prepared reply is confirmed once, when its turn is over, before a sample of it is sent")
  func confirmed() throws {
    let call = greeted()
    call.callerSays("I need a new phone system")
    #expect(call.prepared.count == 1 && call.confirmed.isEmpty && call.callerTurns.isEmpty)
    let mark = call.effects.count
    call.pass(.seconds(Int64(3)))
    #expect(call.confirmed == call.prepared && call.callerTurns.count == 1)
    let order = call.effects[mark...].compactMap { effect -> String? in
      switch effect {
      case .record(let record): if case .callerTurn = record.body { "turn" } else { nil }
      case .confirmReply: "confirm"
      case .sendAudio: "audio"
      default: nil
      }
    }
    #expect(order.prefix(3) == ["turn", "confirm", "audio"])
  }

  @Test("a prepared reply that is withdrawn is never confirmed", arguments: Withdrawal.allCases)
  func withdrawn(why: Withdrawal) throws {
    let call = greeted()
    call.answer = { _ in [] }
    call.callerSays("I need help")
    let prepared = try #require(call.prepared.first)
    call.keepsClausesOpen = true
    if why == .voiceFails { call.feed(.reply(generation: prepared, .text("Here is your help. Now"))) }
    let clause = call.lastClause
    call.keepsClausesOpen = false
    call.answer = { _ in [.text("All of it."), .finished] }
    switch why {
    case .goesOn: call.callerSays("I need help with billing")
    case .keyPressed: call.feed(.digit("4"))
    case .takenBack:
      call.recognised = ""
      call.feed(.speechStarted(at: call.now))
      call.feed(.speechEnded(at: call.now))
      call.feed(.recogniser(.final(utterance: call.currentUtterance, flush: 2, text: "")))
    case .modelFails: call.feed(.reply(generation: prepared, .failed(.failed("broken pipe"))))
    case .voiceFails: call.feed(.synthesis(clause: clause, .failed(.failed("broken pipe"))))
    case .budgetSpent: call.feed(.budget(isSpent: true))
    case .hungUp: call.feed(.hungUp)
    }
    call.pass(.seconds(Int64(4)))
    #expect(!call.confirmed.contains(prepared))
    #expect(call.cancelled.contains(prepared))
    // What comes late from it does nothing.
    for event in [ReplyEvent.text("Late."), .transfer(to: "+15550100"), .finished] {
      call.feed(.reply(generation: prepared, event))
    }
    call.pass(.seconds(Int64(2)))
    #expect(call.transfers.isEmpty && !call.agentTurns.contains { $0.heard.contains("Late") })
  }

  @Test("of all prepared replies each is confirmed or withdrawn, and none is both", arguments: 0..<30)
  func oneOrTheOther(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let call = greeted()
    for _ in 0..<25 where call.endReason == nil {
      call.callerSays("I said \(random.next() % 4)", for: .milliseconds(Int64(200 + random.next() % 900)))
      switch random.next() % 6 {
      case 0: call.feed(.digit("7"))
      case 1: call.feed(.echo)
      case 2: call.feed(.loadChanged(random.next() % 2 == 0 ? .noSpeculation : .normal))
      default: break
      }
      call.pass(.milliseconds(Int64(random.next() % 1_500)))
    }
    call.feed(.hungUp)
    #expect(Set(call.confirmed).count == call.confirmed.count)
    #expect(Set(call.confirmed).isSubset(of: call.prepared))
    let counts = call.machine.speculation
    #expect(counts.started == call.prepared.count)
    #expect(call.confirmed.count + counts.wasted == counts.started)
  }

  // MARK: Acting

  /// What a model's `end_call`, `transfer` and `send_dtmf` come to.
  static let wishes: [(events: [ReplyEvent], target: String?, reason: String)] = [
    ([.endCall(reason: "qualified")], nil, "qualified"),
    ([.transfer(to: "+15550100")], "+15550100", "transferred"),
    ([.digits("42#"), .endCall(reason: "callback")], nil, "callback"),
  ]

  @Test("a wish is carried out once, when the words and keys before it were heard", arguments: 0..<3)
  func carriedOut(wish: Int) throws {
    let (events, target, reason) = Self.wishes[wish]
    let call = greeted()
    let carrier = ScriptCarrier()
    call.carrier = carrier
    call.answer = { _ in [.text("I will see to it. One moment.")] + events + [.finished] }
    call.callerSays("please see to it")
    call.pass(.seconds(Int64(8)))
    #expect(call.endReason == .agentEnded(reason))
    #expect(call.transfers == (target.map { [$0] } ?? []))
    #expect(call.events("transfer") == call.transfers)
    #expect(call.agentTurns.last?.heard == "I will see to it. One moment.")
    let end = try #require(call.log.last)
    let done = call.log.first { if case .transfer = $0.effect { true } else { false } } ?? end
    carrier.play(until: done.at)
    let keys = events.contains(.digits("42#")) ? "42#" : ""
    let tones = DualTone.samples(of: keys, sampleRate: CallScript.rate).count
    let words = 2 * call.clauseLength.samples(rate: CallScript.rate)
    #expect(carrier.heardSamples.count >= words + tones)
  }

  @Test("a caller who cuts the words off is neither handed over nor hung up on", arguments: 0..<3)
  func cutOff(wish: Int) {
    let call = greeted()
    let events = Self.wishes[wish].events
    call.answer = { _ in [.text("I will see to it. It takes a moment. Goodbye.")] + events + [.finished] }
    call.callerSays("please see to it")
    call.pass(.milliseconds(1_500))
    call.answer = { _ in [.text("Of course."), .finished] }
    call.callerSays("no wait I have changed my mind")
    call.pass(.seconds(Int64(5)))
    #expect(call.endReason == nil && call.transfers.isEmpty)
    #expect(call.agentTurns.suffix(2).map(\.wasCut) == [true, false])
    #expect(call.agentTurns.last?.heard == "Of course.")
  }

  @Test("of a reply that is withdrawn nothing is done, and nothing put on record", arguments: 0..<3)
  func withdrawnWish(wish: Int) {
    let call = greeted()
    let events = Self.wishes[wish].events
    call.answer = { _ in [.flow(Self.monday), .text("Fine. ")] + events + [.finished] }
    let records = call.records
    call.callerSays("put me through on Monday")
    #expect(call.prepared.count == 1 && call.records == records)
    #expect(call.machine.dialogue.flow == FlowState())
    call.answer = { _ in [.text("As you like."), .finished] }
    call.callerSays("put me through on Monday or rather not")
    call.pass(.seconds(Int64(4)))
    #expect(call.agentTurns.last?.heard == "As you like.")
    #expect(call.endReason == nil && call.transfers.isEmpty)
    #expect(call.events("dtmf_sent").isEmpty && call.machine.dialogue.flow == FlowState())
  }

  @Test("keys and values of a reply that is heard are put on record once", arguments: [true, false])
  func kept(prepared: Bool) {
    let call = greeted()
    let flow = Self.monday
    if !prepared { call.feed(.loadChanged(.noSpeculation)) }
    call.answer = { _ in [.flow(flow), .text("Fine. "), .digits("42#"), .text("Done."), .finished] }
    call.callerSays("on Monday please")
    call.pass(.seconds(Int64(5)))
    #expect(call.events("dtmf_sent") == ["3 keys"])
    #expect(call.records.count { $0.body == .flow(flow) } == 1 && call.machine.dialogue.flow == flow)
    #expect(!call.effects.contains { if case .observe(.agentClause("")) = $0 { true } else { false } })
  }

  @Test("a reply that fails after its wish is apologised for, and the call goes on", arguments: 0..<3)
  func failed(wish: Int) {
    let call = greeted()
    call.feed(.loadChanged(.noSpeculation))
    let events = Self.wishes[wish].events
    call.answer = { _ in [.text("One moment. ")] + events + [.failed(.failed("broken pipe"))] }
    call.callerSays("please see to it")
    call.pass(.seconds(Int64(5)))
    #expect(call.endReason == nil && call.transfers.isEmpty)
    #expect(call.agentTurns.last?.heard == call.machine.agent.lines.trouble)
  }

  // MARK: The budget

  @Test("most of the budget is put on record and disturbs nobody; all of it ends the call with a goodbye")
  func budget() {
    let call = greeted()
    let turns = call.agentTurns.count
    call.callerSays("tell me all about it")
    call.pass(.milliseconds(1_000))
    call.feed(.budget(isSpent: false))
    call.pass(.seconds(Int64(3)))
    #expect(call.agentTurns.dropFirst(turns).map(\.wasCut) == [false])
    #expect(call.events("budget_warning").count == 1 && call.endReason == nil)
    call.feed(.budget(isSpent: true))
    call.feed(.budget(isSpent: true))
    call.feed(.budget(isSpent: false))
    call.pass(.seconds(Int64(6)))
    let lines = call.machine.agent.lines
    #expect(call.agentTurns.last?.heard == "\(lines.timeUp) \(lines.goodbye(for: .incomplete))")
    #expect(call.agentTurns.last?.wasCut == false && call.endReason == .overBudget)
    #expect(call.events("budget_spent").count == 1 && call.events("budget_warning").count == 1)
    #expect(call.startedReplies.count == 2, "the last words need no model")
  }

  @Test("a caller who talks on and on does not keep a call open whose budget is spent")
  func talksOn() {
    let call = greeted()
    call.callerSays("tell me all about it")
    call.pass(.milliseconds(1_000))
    call.feed(.budget(isSpent: true))
    #expect(call.agentTurns.last?.wasCut == true)
    let spent = call.now
    for _ in 0..<20 where call.endReason == nil { call.callerSays("but I have one more question for you") }
    #expect(call.endReason == .overBudget)
    #expect(call.now - spent <= CallSettings(sampleRate: 8_000).lastWordsTime + .seconds(Int64(1)))
  }
}

extension CallScript {
  fileprivate var confirmed: [Int] {
    effects.compactMap { if case .confirmReply(let generation) = $0 { generation } else { nil } }
  }
  fileprivate var cancelled: [Int] {
    effects.compactMap { if case .cancelReply(let generation) = $0 { generation } else { nil } }
  }
  /// Begun while the caller might still go on.
  fileprivate var prepared: [Int] {
    effects.compactMap {
      if case .startReply(let generation, let request) = $0, !request.isConfirmed { generation } else { nil }
    }
  }
  fileprivate var transfers: [String] {
    effects.compactMap { if case .transfer(let target) = $0 { target } else { nil } }
  }
  fileprivate var lastClause: Int {
    for case .startSynthesis(let clause, _) in effects.reversed() { return clause }
    return 0
  }
  fileprivate func events(_ kind: String) -> [String] {
    records.compactMap { if case .event(kind, let detail) = $0.body { detail } else { nil } }
  }
}
