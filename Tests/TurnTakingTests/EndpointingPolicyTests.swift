import Audio
import Testing
import TurnTaking

@Suite("Endpointing policy")
struct EndpointingPolicyTests {
  private static func rhythm(_ pause: Int64) -> CallerRhythm {
    var rhythm = CallerRhythm()
    for _ in 0..<8 { rhythm.heard(pause: .milliseconds(pause)) }
    return rhythm
  }

  @Test(
    "words that sound unfinished are waited for longest, whatever the caller's rhythm",
    arguments: EndpointingPolicy.ExpectedAnswer.allCases, [150, 400, 700, 1_200, 2_000] as [Int64])
  func unfinishedIsLongest(answer: EndpointingPolicy.ExpectedAnswer, pause: Int64) {
    let policy = EndpointingPolicy()
    let waits = [EndpointingPolicy.WordShape.complete, .likely, .unfinished].map {
      policy.silence(after: $0, expecting: answer, rhythm: Self.rhythm(pause))
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

  @Test("an open answer is waited for as long as this caller's own pauses last, within bounds")
  func rhythm() {
    let policy = EndpointingPolicy()
    func wait(_ pause: Int64) -> MediaTime {
      policy.silence(after: .complete, expecting: .open, words: 4, rhythm: Self.rhythm(pause))
    }
    #expect(wait(400) == .milliseconds(400))
    #expect(wait(600) == .milliseconds(600))
    #expect(wait(150) > .milliseconds(250))
    #expect(wait(2_000) < policy.open)
    var unmoved = policy
    unmoved.followsRhythm = false
    #expect(
      unmoved.silence(after: .complete, expecting: .open, words: 4, rhythm: Self.rhythm(400)) == wait(2_000))
  }

  @Test("a long whole answer needs less patience than a short one, never more", arguments: [0, 4, 9, 10, 40])
  func longAnswers(words: Int) {
    let policy = EndpointingPolicy()
    for pause in [200, 500, 1_000] as [Int64] {
      let wait = policy.silence(after: .complete, expecting: .open, words: words, rhythm: Self.rhythm(pause))
      #expect(wait <= policy.silence(after: .complete, expecting: .open, rhythm: Self.rhythm(pause)))
      if words >= policy.longAnswerWords { #expect(wait <= policy.longAnswer) }
    }
  }
}
