import Audio
import Testing
import TurnTaking

@Suite("Endpointing policy")
struct EndpointingPolicyTests {
  @Test(
    "words that sound unfinished are waited for longest, whatever was asked",
    arguments: EndpointingPolicy.ExpectedAnswer.allCases, [false, true])
  func unfinishedIsLongest(answer: EndpointingPolicy.ExpectedAnswer, isRounded: Bool) {
    let policy = EndpointingPolicy()
    let waits = [EndpointingPolicy.WordShape.complete, .likely, .unfinished].map {
      policy.silence(after: $0, expecting: answer, isRounded: isRounded)
    }
    #expect(waits[0] <= waits[1] && waits[1] <= waits[2])
    #expect(waits[2] >= .milliseconds(1_500))
  }

  @Test(
    "a yes/no question is given no more patience than an open one",
    arguments: EndpointingPolicy.WordShape.allCases)
  func yesNoIsBrief(shape: EndpointingPolicy.WordShape) {
    let policy = EndpointingPolicy()
    #expect(policy.silence(after: shape, expecting: .yesNo) <= policy.silence(after: shape, expecting: .open))
  }

  @Test("a fixed policy waits the same whatever was said")
  func fixed() {
    let policy = EndpointingPolicy(fixed: .milliseconds(200))
    for shape in EndpointingPolicy.WordShape.allCases {
      for answer in EndpointingPolicy.ExpectedAnswer.allCases {
        #expect(policy.silence(after: shape, expecting: answer) == .milliseconds(200))
      }
    }
  }

  @Test("however little patience is configured, the recogniser is given time to answer")
  func shortest() {
    var policy = EndpointingPolicy()
    policy.yesNo = .milliseconds(10)
    #expect(policy.silence(after: .complete, expecting: .yesNo) == policy.shortest)
  }

  @Test("one whole sentence may be followed by another, a question or a second clause seldom is")
  func rounded() {
    let policy = EndpointingPolicy()
    #expect(policy.silence(after: .complete, expecting: .open) == policy.open)
    #expect(policy.silence(after: .complete, expecting: .open, isRounded: true) < .milliseconds(300))
    #expect(policy.silence(after: .likely, expecting: .open, isRounded: true) == policy.open)
  }
}
