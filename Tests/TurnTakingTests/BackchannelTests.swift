import Testing
import TurnTaking

@Suite("Backchannel")
struct BackchannelTests {
  @Test(
    "signs of listening do not want the floor",
    arguments: ["uh-huh", "Okay.", "Right.", "mm-hmm", "Yeah, yeah.", "I see.", "Got it.", "", "Mhm, okay."])
  func signs(text: String) { #expect(Backchannel.isBackchannel(text)) }

  @Test(
    "words that say something do",
    arguments: [
      "Stop.", "No.", "Wait a moment.", "Yes, I have a question", "How much is it?",
      "okay but what about price",
    ])
  func words(text: String) { #expect(!Backchannel.isBackchannel(text)) }
}
