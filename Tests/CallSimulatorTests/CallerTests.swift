import Audio
import Testing

@testable import CallSimulator

@Suite("Callers")
struct CallerTests {
  private func ms(_ value: Int64) -> MediaTime { .milliseconds(value) }

  private func talking(bargeInEvery: Int = 0) -> TalkingCaller {
    TalkingCaller(
      .init(period: ms(7_000), bargeInEvery: bargeInEvery, clips: 3), firstTurnAt: ms(1_000), firstClip: 0)
  }

  @Test("a talking caller speaks once a period, one clip after another")
  func period() {
    var caller = talking()
    #expect(caller.speak(at: ms(999), dryAt: .zero, answerBegan: nil) == nil)
    #expect(caller.speak(at: ms(1_000), dryAt: .zero, answerBegan: nil) == 1)
    #expect(caller.speak(at: ms(7_999), dryAt: .zero, answerBegan: nil) == nil)
    #expect(caller.speak(at: ms(8_000), dryAt: .zero, answerBegan: nil) == 2)
    #expect(caller.speak(at: ms(15_000), dryAt: .zero, answerBegan: nil) == 0)
  }

  @Test("it lets the agent finish, though not for ever")
  func politeness() {
    var caller = talking()
    #expect(caller.speak(at: ms(2_000), dryAt: ms(3_000), answerBegan: nil) == nil)
    #expect(caller.speak(at: ms(7_999), dryAt: ms(30_000), answerBegan: nil) == nil)
    #expect(caller.speak(at: ms(8_000), dryAt: ms(30_000), answerBegan: nil) != nil)
  }

  @Test("it speaks over every Nth answer, once, and only while it is heard")
  func interruption() {
    var caller = talking(bargeInEvery: 2)
    _ = caller.speak(at: ms(1_000), dryAt: .zero, answerBegan: nil)
    caller.answerBegan()
    #expect(caller.speak(at: ms(5_000), dryAt: ms(6_000), answerBegan: ms(4_000)) == nil)
    caller.answerBegan()
    #expect(caller.speak(at: ms(5_399), dryAt: ms(6_000), answerBegan: ms(5_000)) == nil)
    #expect(caller.speak(at: ms(5_400), dryAt: ms(5_400), answerBegan: ms(5_000)) == nil)
    #expect(caller.speak(at: ms(5_420), dryAt: ms(6_000), answerBegan: ms(5_000)) != nil)
    #expect(caller.speak(at: ms(5_800), dryAt: ms(6_000), answerBegan: ms(5_000)) == nil)
  }

  @Test("a scripted caller waits for the greeting, speaks, and waits for the answer")
  func script() {
    var caller = ScriptedCaller(lines: 2, ending: .wait, startedAt: .zero)
    #expect(caller.speak(at: ms(5_000), dryAt: .zero) == nil)
    caller.agentSpoke()
    #expect(caller.speak(at: ms(6_699), dryAt: ms(6_000)) == nil)
    #expect(caller.speak(at: ms(6_700), dryAt: ms(6_000)) == 0)
    #expect(caller.linesAnswered == 0)
    caller.finishedSpeaking(at: ms(8_000))
    #expect(caller.speak(at: ms(9_000), dryAt: ms(6_000)) == nil)
    caller.agentSpoke()
    caller.agentSpoke()
    #expect(caller.linesAnswered == 1)
    #expect(caller.speak(at: ms(11_000), dryAt: ms(10_000)) == 1)
    caller.finishedSpeaking(at: ms(12_000))
    #expect(caller.speak(at: ms(60_000), dryAt: ms(10_000)) == nil)
    #expect(!caller.wantsToHangUp(at: ms(90_000), dryAt: ms(10_000)))
  }

  @Test("one who means to hang up waits 12 s for the last answer, and 3 s after it")
  func hangUp() {
    var caller = ScriptedCaller(lines: 1, ending: .hangUp, startedAt: .zero)
    caller.agentSpoke()
    _ = caller.speak(at: ms(2_000), dryAt: ms(1_000))
    #expect(!caller.wantsToHangUp(at: ms(2_500), dryAt: ms(1_000)))
    caller.finishedSpeaking(at: ms(3_000))
    #expect(!caller.wantsToHangUp(at: ms(14_999), dryAt: ms(1_000)))
    #expect(caller.wantsToHangUp(at: ms(15_000), dryAt: ms(1_000)))
    caller.agentSpoke()
    #expect(!caller.wantsToHangUp(at: ms(17_999), dryAt: ms(15_000)))
    #expect(caller.wantsToHangUp(at: ms(18_000), dryAt: ms(15_000)))
  }

  @Test("an agent that says nothing is spoken to after 12 s")
  func silentAgent() {
    var caller = ScriptedCaller(lines: 1, ending: .hangUp, startedAt: ms(1_000))
    #expect(caller.speak(at: ms(12_999), dryAt: .zero) == nil)
    #expect(caller.speak(at: ms(13_000), dryAt: .zero) == 0)
  }
}
