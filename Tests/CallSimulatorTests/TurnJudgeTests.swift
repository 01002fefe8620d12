import Audio
import Testing

@testable import CallSimulator

@Suite("Judging turns")
struct TurnJudgeTests {
  private func ms(_ value: Int64) -> MediaTime { .milliseconds(value) }

  /// A caller who spoke from 0 to 1000 ms to a silent agent.
  private func asked(answerLength: Int64 = 500) -> TurnJudge {
    var judge = TurnJudge(answerLength: ms(answerLength))
    judge.callerBegan(at: ms(0), agentDryAt: ms(0))
    judge.callerFinished(at: ms(1_000))
    return judge
  }

  /// Agent audio at `start`, `length` of it in one message.
  private func answer(_ judge: inout TurnJudge, at start: Int64, length: Int64) {
    _ = judge.agentSpoke(ms(length), at: ms(start), dryAt: ms(start + length))
  }

  @Test("an answer is timed from the end of speech, and judged when the caller speaks again")
  func answered() {
    var judge = asked()
    answer(&judge, at: 1_300, length: 600)
    #expect(judge.verdict.responses == [ms(300)])
    #expect(judge.verdict.turnsAnswered == 0)
    judge.callerBegan(at: ms(3_000), agentDryAt: ms(1_900))
    #expect(judge.verdict.turnsAnswered == 1)
    #expect(judge.verdict.interruptions == 0)
  }

  @Test("a turn that was judged is not judged again when the call ends in the middle of the next")
  func onceOnly() {
    var judge = asked()
    answer(&judge, at: 1_300, length: 100)
    judge.callerBegan(at: ms(6_000), agentDryAt: ms(1_400))
    #expect(judge.verdict.answersCut == 1)
    judge.ended(at: ms(6_500), byCaller: true)
    #expect(judge.verdict.turnsAsked == 1)
    #expect(judge.verdict.answersCut == 1)
    #expect(judge.verdict.turnsAnswered == 0)
    judge.ended(at: ms(6_500), byCaller: false)
    #expect(judge.verdict.answersCut == 1)
  }

  @Test(
    "an engine that hangs up on a question has not answered it, however soon", arguments: [1, 500, 5_000])
  func hangUpIsNoExcuse(after: Int64) {
    var judge = asked()
    judge.ended(at: ms(1_000 + after), byCaller: false)
    #expect(judge.verdict.turnsAsked == 1)
    #expect(judge.verdict.turnsUnanswered == 1)
    #expect(judge.verdict.turnsExcused == 0)
  }

  @Test("an engine that hangs up in its answer has cut it")
  func hangUpCuts() {
    var judge = asked()
    answer(&judge, at: 1_300, length: 100)
    judge.ended(at: ms(1_400), byCaller: false)
    #expect(judge.verdict.answersCut == 1)
  }

  @Test(
    "a caller who hangs up at once owes the engine patience", arguments: [(1_900, 1), (2_900, 1), (3_100, 0)])
  func callerInAHurry(end: Int64, excused: Int) {
    var judge = asked()
    judge.ended(at: ms(end), byCaller: true)
    #expect(judge.verdict.turnsExcused == excused)
    #expect(judge.verdict.turnsAsked == 1 - excused)
    #expect(judge.verdict.turnsUnanswered == 1 - excused)
  }

  @Test("speech over the agent is timed to the clear, and the answer it ended counts")
  func bargeIn() {
    var judge = asked(answerLength: 2_000)
    answer(&judge, at: 1_300, length: 300)
    judge.callerBegan(at: ms(1_500), agentDryAt: ms(2_600))
    judge.cleared(at: ms(1_590))
    #expect(judge.verdict.interruptions == 1)
    #expect(judge.verdict.clears == [ms(90)])
    #expect(judge.verdict.turnsAnswered == 1)
    _ = judge.agentSpoke(ms(100), at: ms(1_700), dryAt: ms(1_800))
    _ = judge.agentSpoke(ms(100), at: ms(1_800), dryAt: ms(1_900))
    #expect(judge.verdict.audioAfterClear == 2)
    judge.callerFinished(at: ms(2_500))
    answer(&judge, at: 2_800, length: 2_000)
    judge.ended(at: ms(9_000), byCaller: true)
    #expect(judge.verdict.clearsMissed == 0)
    #expect(judge.verdict.turnsAnswered == 2)
  }

  @Test("an interruption that is never cleared for is missed, whatever ends it", arguments: [0, 1, 2])
  func clearMissed(how: Int) {
    var judge = asked()
    answer(&judge, at: 1_300, length: 600)
    judge.callerBegan(at: ms(1_500), agentDryAt: ms(3_500))
    judge.callerFinished(at: ms(2_500))
    switch how {
    case 0: answer(&judge, at: 2_800, length: 600)
    case 1: judge.callerBegan(at: ms(9_000), agentDryAt: ms(0))
    default: judge.ended(at: ms(9_000), byCaller: true)
    }
    #expect(judge.verdict.clearsMissed == 1)
    #expect(judge.verdict.clears.isEmpty)
  }

  @Test("an agent that was about to finish anyway need not be cleared")
  func mootInterruption() {
    var judge = asked()
    answer(&judge, at: 1_300, length: 600)
    judge.callerBegan(at: ms(1_500), agentDryAt: ms(1_900))
    judge.callerFinished(at: ms(2_500))
    judge.ended(at: ms(9_000), byCaller: true)
    #expect(judge.verdict.interruptions == 1)
    #expect(judge.verdict.clearsMissed == 0)
  }

  @Test("an agent that goes on talking was not about to finish")
  func agentGoesOn() {
    var judge = asked()
    answer(&judge, at: 1_300, length: 300)
    judge.callerBegan(at: ms(1_500), agentDryAt: ms(1_600))
    for step in 0..<10 as Range<Int64> {
      _ = judge.agentSpoke(ms(100), at: ms(1_550 + step * 100), dryAt: ms(1_700 + step * 100))
    }
    judge.callerFinished(at: ms(2_600))
    judge.ended(at: ms(9_000), byCaller: true)
    #expect(judge.verdict.clearsMissed == 1)
  }

  @Test("a clear that nobody asked for is counted")
  func unaskedClear() {
    var judge = asked()
    judge.cleared(at: ms(1_100))
    #expect(judge.verdict.clearsUnasked == 1)
    #expect(judge.verdict.clears.isEmpty)
  }

  @Test(
    "whatever happens, every turn asked is answered, cut or unanswered",
    arguments: 1...300 as ClosedRange<UInt64>)
  func sumsAreKept(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var judge = TurnJudge(answerLength: ms(Int64(random.next() % 3) * 500))
    var now = MediaTime.zero
    var dryAt = MediaTime.zero
    var isSpeaking = false
    var finished = 0
    for _ in 0..<200 {
      now += ms(Int64(random.next() % 400))
      switch random.next() % 4 {
      case 0 where !isSpeaking:
        judge.callerBegan(at: now, agentDryAt: dryAt)
        isSpeaking = true
      case 1 where isSpeaking:
        judge.callerFinished(at: now)
        isSpeaking = false
        finished += 1
      case 2:
        dryAt = max(now, dryAt) + ms(100)
        _ = judge.agentSpoke(ms(100), at: now, dryAt: dryAt)
      default:
        dryAt = min(dryAt, now)
        judge.cleared(at: now)
      }
    }
    judge.ended(at: now, byCaller: seed % 2 == 0)
    let verdict = judge.verdict
    #expect(verdict.turnsAsked + verdict.turnsExcused == finished)
    #expect(verdict.turnsUnanswered >= 0)
    #expect(verdict.turnsExcused <= 1)
    #expect(verdict.clears.count + verdict.clearsMissed <= verdict.interruptions)
    #expect(verdict.clears.allSatisfy { $0 >= .zero })
  }
}
