import Audio
import Testing
import TurnTaking

@Suite("Backchannel")
struct BackchannelTests {
  @Test(
    "signs of listening do not want the floor, however long they take",
    arguments: [
      "uh-huh", "Okay.", "Right.", "mm-hmm", "Yeah, yeah.", "I see.", "Got it.", "", "Mhm, okay.",
      "Oh, I see.",
      "Alright.", "That's right.", "...",
    ], [300, 700, 1_500] as [Int64])
  func signs(text: String, length: Int64) {
    #expect(Backchannel.isBackchannel(text))
    #expect(Backchannel.isBackchannel(text, lasting: .milliseconds(length)))
  }

  @Test(
    "words that say something do, however short they are",
    arguments: [
      "Stop.", "No way.", "Wait a moment.", "Yes, I have a question", "How much is it?",
      "okay but what about", "Hello?", "Sorry?", "Hold on.", "No, wait.", "What?", "Excuse me.",
      "Not interested.", "Too expensive.", "Okay, I cannot.", "Wrong person.",
    ], [600, 700, 1_500] as [Int64])
  func words(text: String, length: Int64) {
    #expect(!Backchannel.isBackchannel(text))
    #expect(!Backchannel.isBackchannel(text, lasting: .milliseconds(length)))
  }

  @Test(
    "what a recogniser makes of half a second of a mumble or a cough does not",
    arguments: [
      "So?", "Don't know.", "Cheers!", "The", "Huff.", "A call.", "Thank you.", "5", "Got help.", "Go, how?",
    ])
  func misheard(text: String) {
    #expect(Backchannel.isBackchannel(text, lasting: .milliseconds(400)))
    #expect(Backchannel.isBackchannel(text, lasting: Backchannel.longest))
    #expect(!Backchannel.isBackchannel(text, lasting: Backchannel.longest + .milliseconds(1)))
    #expect(!Backchannel.isBackchannel(text))
  }

  @Test("a no that is all is waited with until more is said: uh-huh is often heard as one")
  func onlyNo() {
    for text in ["No.", "No, no."] {
      #expect(Backchannel.isBackchannel(text, lasting: .milliseconds(400)))
      #expect(!Backchannel.isBackchannel(text, lasting: .milliseconds(900)))
      #expect(!Backchannel.isBackchannel(text))
    }
  }

  @Test(
    "one word among signs of listening, misheard, does not take the floor at once",
    arguments: [
      "No, okay.", "Oh, I think.", "For I see.", "Yeah, you are.", "Okay, here it is.", "Well, I see.",
    ])
  func mixed(text: String) {
    #expect(Backchannel.isBackchannel(text, lasting: Backchannel.longest))
    #expect(!Backchannel.isBackchannel(text, lasting: Backchannel.longest + .milliseconds(1)))
    #expect(!Backchannel.isBackchannel(text))
  }

  @Test(
    "a greeting that is all is answered by going on, unless it is drawn out", arguments: ["Hello?", "Hey!"])
  func greeting(text: String) {
    #expect(Backchannel.isBackchannel(text, lasting: .milliseconds(350)))
    #expect(!Backchannel.isBackchannel(text, lasting: .milliseconds(600)))
  }

  @Test("three words in less time than anyone takes for them are nobody's")
  func tooFast() {
    #expect(Backchannel.isBackchannel("That's not how.", lasting: .milliseconds(330)))
    #expect(!Backchannel.isBackchannel("That's not how.", lasting: .milliseconds(500)))
    #expect(!Backchannel.isBackchannel("Wait, how much?", lasting: .milliseconds(330)))
  }

  @Test("three words that are no signs of listening want the floor, even said quickly")
  func threeWords() {
    #expect(!Backchannel.isBackchannel("call me later", lasting: .milliseconds(500)))
  }

  @Test(
    "a longer speech is never more of a sign of listening than a shorter one",
    arguments: 0..<200 as Range<UInt64>)
  func monotone(seed: UInt64) {
    let vocabulary = ["okay", "uh", "no", "price", "the", "wait", "right", "see", "I", "seven", "huh"]
    var state = seed &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let text = (0..<next(5)).map { _ in vocabulary[next(vocabulary.count)] }.joined(separator: " ")
    let lengths = [next(700), 700 + next(2_000)].map { MediaTime.milliseconds(Int64($0)) }
    if !Backchannel.isBackchannel(text, lasting: lengths[0]) {
      #expect(!Backchannel.isBackchannel(text, lasting: lengths[1]), "\(text)")
    }
  }
}
