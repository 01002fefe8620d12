internal import Audio
internal import CallCore
internal import Conversation
internal import Providers

// The language model.
extension VirtualCall {
  mutating func startReply(_ generation: Int, _ request: ReplyRequest) {
    let index = judge.replies.count - 1
    writeReply(index, request)
    if strikes(.replyForOldGeneration) {
      let old = max(1, generation - dice.within(1...3))
      let event: ReplyEvent = dice.chance(50) ? .text("That was long ago. ") : .finished
      if old < generation { deliver(.reply(generation: old, event), at: now + dice.time(0...1_000)) }
    }
    if strikes(.replyStalls, 20) { return }
    let isSlow = strikes(.replySlow, 30)
    agenda.add(.replyGoesOn(index), at: now + dice.time(isSlow ? 1_500...7_000 : 0...600))
  }

  private mutating func writeReply(_ index: Int, _ request: ReplyRequest) {
    var script: [ReplyEvent] = []
    if strikes(.replyFails, 15) {
      judge.replies[index].script = [.failed(.overloaded("no capacity"))]
      return
    }
    if dice.chance(60) { script.append(.flow(states[dice.below(states.count)])) }
    let isEmpty = strikes(.replyEmpty, 20)
    if !isEmpty {
      for _ in 0..<(dice.chance(70) ? 1 : 2) { addSentence(&script) }
    }
    if dice.chance(15) { addTool(index, &script) }
    if saysGoodbye(request) {
      script.append(dice.chance(20) ? .transfer(to: "sales") : .endCall(reason: "qualified"))
    }
    if strikes(.replyEndless, 10) {
      judge.replies[index].isEndless = true
    } else if strikes(.replyStallsMidway, 20) {
      // Nothing follows.
    } else if strikes(.replyFailsMidway, 20) {
      script.append(.failed(.failed("connection reset")))
    } else {
      script.append(.finished)
      if strikes(.replyEndsTwice) { script.append(.finished) }
      if strikes(.textAfterEnd) { script.append(.text("And one thing more. ")) }
    }
    judge.replies[index].script = script
  }

  private mutating func addSentence(_ script: inout [ReplyEvent]) {
    let sentence = Phrases.agent[dice.below(Phrases.agent.count)]
    guard dice.chance(20) else { return script.append(.text(sentence + " ")) }
    let half = sentence.index(sentence.startIndex, offsetBy: dice.below(sentence.count))
    script.append(.text(String(sentence[..<half])))
    script.append(.text(String(sentence[half...]) + " "))
  }

  /// Something that cannot be undone, at its begin and its end.
  private mutating func addTool(_ index: Int, _ script: inout [ReplyEvent]) {
    var tool = ToolRecord(id: "t\(judge.replies[index].generation)", name: "book", arguments: "{}", after: 0)
    let place = dice.below(script.count + 1)
    script.insert(.tool(tool), at: place)
    tool.result = "done"
    script.insert(.tool(tool), at: place + 1)
  }

  private mutating func saysGoodbye(_ request: ReplyRequest) -> Bool {
    switch request.occasion {
    case .callAnswered: return false
    case .callerSilent(let times): return times > 2
    case .callerSaid:
      turnsAnswered += 1
      return turnsAnswered >= plan.turnsUntilGoodbye
    }
  }

  mutating func replyGoesOn(_ index: Int) {
    let job = judge.replies[index]
    guard !job.isCancelled || job.goesOnWhenCancelled else { return }
    if job.next < job.script.count {
      if case .tool = job.script[job.next], !job.isConfirmed {
        judge.replies[index].isParked = true
        return
      }
      judge.replies[index].next += 1
      deliver(.reply(generation: job.generation, job.script[job.next]), at: now)
      let pause = plan.repliesAtOnce ? .zero : dice.time(10...250)
      agenda.add(.replyGoesOn(index), at: now + pause)
    } else if job.isEndless, job.next < 200 {
      judge.replies[index].next += 1
      judge.replies[index].script.append(.text("And so on and on, "))
      agenda.add(.replyGoesOn(index), at: now + dice.time(300...900))
    }
  }

  mutating func confirmReply(_ generation: Int) {
    guard let index = judge.reply(generation), judge.replies[index].isParked else { return }
    judge.replies[index].isParked = false
    agenda.add(.replyGoesOn(index), at: now)
  }

  mutating func cancelReply(_ generation: Int) {
    guard let index = judge.reply(generation) else { return }
    judge.replies[index].goesOnWhenCancelled = strikes(.replyAfterCancel)
  }
}
