import CallCore
import Testing

@testable import CallStory

@Suite("A call's story")
struct CallStoryTests {
  private let story = SampleStory.story

  @Test("turns, spans, holds, marks and waits are where they were")
  func facts() {
    #expect(story.turns.map(\.speaker) == [.agent, .caller, .agent])
    #expect(story.speech.first == .init(start: 2.8, end: 3.6))
    #expect(story.holds.map(\.ending) == [.resumed, .cut])
    #expect(story.marks.map(\.at) == [2.1])
    #expect(story.latencies.map(\.timing.turn) == [1])
    #expect(abs((story.latencies.first?.start ?? 0) - 3.6) < 0.001)
    #expect(story.length == 9)
    #expect(story.ending == "caller_hung_up")
    #expect(story.turns.last?.end == 6.6)
  }

  @Test("the explanation says why the engine waited, spoke, went on and stopped")
  func explanation() {
    let text = story.explanation
    for part in [
      "over after 360 ms of silence, wanted 360 ms: the words sounded complete, yes or no was expected",
      "heard 420 ms after the caller's last sound", "the agent is held", "goes on after 300 ms",
      "more than a sign of listening: the agent stops",
      "agent, cut: \"Great. How many windows\" was heard (by the clock)", "the call ended: caller hung up",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("the picture holds every part, and words cannot become markup")
  func picture() {
    let svg = CallPicture(story).svg
    #expect(svg.hasPrefix("<svg "))
    #expect(svg.contains("Yes &amp; &lt;sure&gt;"))
    #expect(!svg.contains("<sure>"))
    #expect(svg.contains(">420 ms<"))
    #expect(svg.contains("Great. How many windows |"))
    #expect(svg.contains("voice activity 0:02.80 to 0:03.60"))
  }

  @Test("a terminal of any width gets lines that fit", arguments: [1, 40, 80, 133, 400], [true, false])
  func strip(columns: Int, usesUnicode: Bool) {
    let text = CallStrip(story, style: .init(columns: columns, usesUnicode: usesUnicode)).text
    let lines = text.split(separator: "\n").dropFirst(2)
    #expect(lines.allSatisfy { $0.count <= max(40, columns) })
    #expect(text.unicodeScalars.allSatisfy(\.isASCII) == !usesUnicode)
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("420 ms"))
  }

  @Test("colours are put on only where they are wanted, and no control character comes through")
  func colours() {
    var story = story
    story.turns[0].text = "\u{1B}[2J\u{7}gone\u{9b}"
    let text = CallStrip(story, style: .init(usesColour: true)).text
    #expect(text.contains("\u{1B}[34m"))
    #expect(!text.contains("\u{1B}[2J"))
    #expect(!text.contains("\u{7}"))
  }

  @Test("an empty call, and one of ten hours, are drawn")
  func extremes() {
    #expect(CallPicture(CallStory()).svg.contains("</svg>"))
    #expect(!CallStrip(CallStory()).text.isEmpty)
    var long = story
    long.length = 36_000
    #expect(CallPicture(long).svg.count < 200_000)
    #expect(CallStrip(long).text.split(separator: "\n").count < 400)
  }

  @Test(
    "words are broken between words, and what does not fit is told",
    arguments: [
      ("one two three", 7, 2, ["one two", "three"]), ("one two three", 7, 1, ["one …"]),
      ("incomprehensible", 8, 1, ["incompr…"]), ("a b", 3, 1, []), ("", 10, 2, []),
    ])
  func lines(text: String, columns: Int, most: Int, lines: [String]) {
    #expect(TextLines(text, columns: columns, most: most).lines == lines)
  }
}
