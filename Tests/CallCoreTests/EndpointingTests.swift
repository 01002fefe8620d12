import Audio
import CallCore
import Conversation
import Providers
import Testing
import TurnTaking

@Suite("Endpointing in a call")
struct EndpointingTests {
  private func greeted(asking kind: AnswerKind) -> CallScript {
    let call = CallScript.asking(kind, "Hello there. How can I help?")
    call.feed(.answered)
    call.pass(.seconds(Int64(4)))
    return call
  }

  @Test("an agent without an own patience waits as the policy says by itself")
  func defaults() {
    let (patience, policy) = (Patience(), EndpointingPolicy())
    #expect(policy.yesNo == .milliseconds(Int64(patience.yesNoMs)))
    #expect(policy.short == .milliseconds(Int64(patience.shortValueMs)))
    #expect(policy.open == .milliseconds(Int64(patience.openMs)))
    #expect(policy.spelled == .milliseconds(Int64(patience.spelledMs)))
  }

  @Test("a whole number is answered soon, part of one is waited for")
  func spelled() {
    let whole = greeted(asking: .spelled)
    whole.callerSays("It's 958-515-0152.")
    whole.pass(.milliseconds(350))
    #expect(whole.callerTurns.count == 1)
    let part = greeted(asking: .spelled)
    part.callerSays("It's 958-515.")
    part.pass(.milliseconds(1_200))
    #expect(part.callerTurns.isEmpty)
  }

  @Test("a sentence with its reason is answered sooner than a sentence alone")
  func rounded() {
    func isAnswered(_ text: String) -> Bool {
      let call = greeted(asking: .open)
      call.callerSays(text)
      call.pass(.milliseconds(300))
      return !call.callerTurns.isEmpty
    }
    #expect(isAnswered("We need a new roof because it leaks when it rains."))
    #expect(isAnswered("What would it cost for a small house?"))
    #expect(!isAnswered("We need a new roof this year."))
  }

  @Test("a question that interrupts the agent is not waited for as if it were a number being spelled")
  func interruption() {
    let call = greeted(asking: .spelled)
    call.callerSays("four")
    call.pass(.milliseconds(1_700))
    call.callerSays("Wait, what did you say again?")
    call.pass(.milliseconds(300))
    #expect(call.callerTurns.last == "Wait, what did you say again?")
  }

  @Test(
    "half a second of something that is no word lets the agent go on", arguments: ["So?", "Cheers!", "Huff."])
  func mumble(text: String) {
    let call = CallScript()
    call.feed(.answered)
    call.pass(.milliseconds(400))
    call.callerSays(text, for: .milliseconds(450))
    call.pass(.seconds(Int64(4)))
    #expect(call.callerTurns.isEmpty)
    #expect(call.agentTurns.first?.wasCut == false)
  }
}
