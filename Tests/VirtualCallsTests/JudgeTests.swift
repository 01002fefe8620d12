import Audio
import Conversation
import Providers
import Testing

@testable import CallCore
@testable import VirtualCalls

/// A check that cannot fail is no check: for each rule a bug that breaks it is planted between machine and judge.
@Suite("The judge of virtual calls")
struct JudgeTests {
  struct Bug: Sendable, CustomTestStringConvertible {
    let name: String
    let breaks: Invariant
    let tampering: Tampering
    var testDescription: String { name }

    init(_ name: String, _ breaks: Invariant, effects: @escaping @Sendable (inout [CallEffect]) -> Void) {
      self.name = name
      self.breaks = breaks
      tampering = Tampering(effects: effects)
    }

    init(_ name: String, _ breaks: Invariant, deadline: @escaping @Sendable (MediaTime) -> MediaTime) {
      self.name = name
      self.breaks = breaks
      tampering = Tampering(deadline: deadline)
    }

    init(_ name: String, _ breaks: Invariant, samples: @escaping @Sendable (inout [Int16]) -> Void) {
      self.name = name
      self.breaks = breaks
      tampering = Tampering(samples: samples)
    }
  }

  private static func replace(
    _ effects: inout [CallEffect], _ change: (CallEffect) -> [CallEffect]?
  ) {
    effects = effects.flatMap { change($0) ?? [$0] }
  }

  static let bugs: [Bug] = [
    Bug("audio goes on after a clear", .noAudioAfterClear) { effects in
      replace(&effects) { if case .sendClear = $0 { [.sendClear, .sendAudio(samples: 8)] } else { nil } }
    },
    Bug("a reply that is heard is said to be cancelled", .noWithdrawnAudio) { effects in
      replace(&effects) {
        if case .startSynthesis(let clause, _) = $0 { [$0, .cancelSynthesis(clause: clause)] } else { nil }
      }
    },
    Bug("the caller's turn is not written", .nothingUnconfirmed) { effects in
      replace(&effects) {
        guard case .record(var record) = $0, case .callerTurn = record.body else { return nil }
        record.body = .event(kind: "lost", detail: "")
        return [.record(record)]
      }
    },
    Bug(
      "samples are sent twice", .audioInOrder,
      samples: { samples in
        for index in samples.indices { samples[index] = samples[0] }
      }),
    Bug("messages are not whole packets", .boundedLead) { effects in
      replace(&effects) {
        if case .sendAudio(let count) = $0 { [.sendAudio(samples: count - 1)] } else { nil }
      }
    },
    Bug("more is claimed than was said", .heardWasSent) { effects in
      replace(&effects) {
        guard case .record(var record) = $0,
          case .agentTurn(let text, let heard, let wasCut, let start, let end) = record.body
        else { return nil }
        record.body = .agentTurn(text: text, heard: heard + " indeed", wasCut: wasCut, start: start, end: end)
        return [.record(record)]
      }
    },
    Bug("the model is shown other words", .contextIsTranscript) { effects in
      replace(&effects) {
        guard case .startReply(let generation, var request) = $0 else { return nil }
        request.dialogue.utterances.append(.init(speaker: .agent, text: "As I said."))
        return [.startReply(generation: generation, request)]
      }
    },
    Bug("a record is written twice", .recordsInOrder) { effects in
      replace(&effects) { if case .record = $0 { [$0, $0] } else { nil } }
    },
    Bug("something follows the end", .recordsInOrder) { effects in
      replace(&effects) { if case .end = $0 { [$0, .sendClear] } else { nil } }
    },
    Bug("a reply that never began is cancelled", .legalWork) { effects in
      replace(&effects) {
        if case .startReply(let generation, _) = $0 {
          [$0, .cancelReply(generation: generation + 1)]
        } else {
          nil
        }
      }
    },
    Bug("replies are not cancelled", .boundedWork) { effects in
      replace(&effects) { if case .cancelReply = $0 { [] } else { nil } }
    },
    Bug("marks are of the next epoch", .legalMark) { effects in
      replace(&effects) {
        if case .sendMark(let epoch, let clause) = $0 {
          [.sendMark(epoch: epoch + 1, clause: clause)]
        } else {
          nil
        }
      }
    },
    Bug("a mark is sent with the clause's first words", .legalMark) { effects in
      replace(&effects) {
        if case .startSynthesis(let clause, _) = $0 {
          [$0, .sendMark(epoch: 1, clause: clause)]
        } else {
          nil
        }
      }
    },
    Bug("empty text is synthesised", .textToSpeak) { effects in
      replace(&effects) {
        if case .startSynthesis(let clause, _) = $0 {
          [.startSynthesis(clause: clause, text: " ")]
        } else {
          nil
        }
      }
    },
    Bug("the agent is not woken for what is due", .noDeadAir) {
      $0 == .distantFuture ? $0 : $0 + .seconds(Int64(60))
    },
    Bug("there is no deadline", .deadlineIsSet) { _ in .distantFuture },
    Bug("the deadline is always now", .noBusyLoop) { min($0, .zero) },
    Bug("the end is no end", .silentAfterEnd) { effects in
      if effects.isEmpty { effects = [.sendClear] }
    },
  ]

  /// What it takes to break rules that effects of one event do not show.
  private func broken(_ tampering: Tampering, calls: Int) -> Set<Invariant> {
    var options = VirtualOptions()
    options.calls = calls
    var run = VirtualRun(options: options)
    run.tampering = tampering
    run.shrunkFailures = 0
    return Set(run.run().failures.map(\.invariant))
  }

  @Test("a planted bug is found", arguments: bugs)
  func planted(bug: Bug) {
    #expect(broken(bug.tampering, calls: 100).contains(bug.breaks))
  }

  @Test("a call that outlives its longest duration is found")
  func endless() {
    let agent = VirtualAgents().agents[0]
    var judge = Judge(settings: CallSettings(sampleRate: 400), agent: agent, lateness: .zero)
    judge.begin(.answered, at: .zero)
    let longest = MediaTime.seconds(Int64(agent.maxDurationSeconds)) + judge.settings.lastWordsTime
    judge.finish(at: longest, deadline: longest, wasDeadline: false)
    #expect(judge.violation == nil)
    let late = longest + .seconds(Int64(2))
    judge.finish(at: late, deadline: late, wasDeadline: false)
    #expect(judge.violation?.invariant == .callEnds)
  }

  @Test("a fade that is not behind a clear is found")
  func strayFade() {
    let settings = CallSettings(sampleRate: 400)
    var judge = Judge(settings: settings, agent: VirtualAgents().agents[0], lateness: .zero)
    judge.see(.sendClear, at: .zero, played: 0)
    judge.see(.sendFade(samples: 8), at: .zero, played: 0)
    #expect(judge.violation == nil)
    judge.see(.sendFade(samples: 8), at: .zero, played: 0)
    #expect(judge.violation?.invariant == .noAudioAfterClear)
  }

  @Test("a turn that is answered by two replies is found")
  func twoReplies() {
    var settings = CallSettings(sampleRate: 400)
    settings.greets = false
    var judge = Judge(settings: settings, agent: VirtualAgents().agents[0], lateness: .zero)
    var dice = Dice(seed: 1, call: 1)
    judge.begin(.answered, at: .zero)
    let turn = CallRecord(
      sequence: 1, at: .zero, body: .callerTurn(text: "hello", start: .zero, end: .zero))
    judge.see(.record(turn), at: .zero, played: 0)
    for generation in 1...2 {
      let request = ReplyRequest(
        agent: VirtualAgents().agents[0], dialogue: Dialogue(), occasion: .callerSaid("hello"), wallClock: 0)
      judge.see(.startReply(generation: generation, request), at: .zero, played: 0)
    }
    for generation in 1...2 {
      judge.begin(.reply(generation: generation, .text("Hi. ")), at: .zero)
      let clause = ClauseJob(
        clause: generation, reply: judge.replyOfClause("Hi."), text: "Hi.", rate: 400, dice: &dice)
      judge.started(clause)
      let index = judge.clauses.count - 1
      let samples = judge.clauses[index].deliver(8, index: index)
      judge.begin(.synthesis(clause: generation, .audio(samples)), at: .zero)
      #expect(judge.violation == nil)
      judge.sent(samples.span, at: .zero)
      let heard = CallRecord(
        sequence: 1 + generation, at: .zero,
        body: .agentTurn(text: "Hi.", heard: "Hi.", wasCut: false, start: .zero, end: .zero))
      judge.see(.record(heard), at: .zero, played: 1)
    }
    #expect(judge.violation?.invariant == .oneReplyPerTurn)
  }

  @Test("a failure is replayed by its line, with no more faults than it takes")
  func replay() throws {
    var options = VirtualOptions()
    options.calls = 100
    var run = VirtualRun(options: options)
    run.shrunkFailures = 1
    run.tampering = Tampering { effects in
      Self.replace(&effects) { if case .cancelReply = $0 { [] } else { nil } }
    }
    let failure = try #require(run.run().failures.first)
    #expect(failure.replay.hasPrefix("callsim --virtual --seed 1 --call \(failure.call)"))
    var again = VirtualOptions()
    again.faults = failure.faults ?? .all
    var replay = VirtualRun(options: again)
    replay.tampering = run.tampering
    let (lines, broken) = replay.trace(failure.call)
    #expect(broken?.invariant == failure.invariant)
    #expect(lines.last?.contains("BROKEN \(failure.invariant.name)") == true)
  }
}
