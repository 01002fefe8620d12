import Conversation
import Testing

@Suite("Utterance shape")
struct UtteranceShapeTests {
  @Test(
    "words that break off sound unfinished, whatever the punctuation",
    arguments: [
      "we are looking to", "We are looking to.", "my budget is", "so", "because", "um", "and", "I'd like a",
      "it depends on the",
      "we need help with", "yeah, but", "I want to", "My number is five five five.", "well", "let me see",
      "we have, uh.",
      "I was thinking maybe", "around", "we're currently", "I think", "a couple", "", "...",
      "our main problem is",
    ])
  func unfinished(text: String) {
    #expect(UtteranceShape.completeness(of: text, expecting: .open) == .unfinished)
  }

  @Test(
    "a condition, a word that stands before another, and part of a number are not the end",
    arguments: [
      "If the price is right.", "when it is windy outside", "my husband usually", "they told us that",
      "I would like to know", "someone who", "I am mostly interested in", "My number is 749-099.",
      "It's 100 200",
    ])
  func brokenOff(text: String) {
    #expect(UtteranceShape.completeness(of: text, expecting: .open) == .unfinished)
  }

  @Test(
    "a question that begins like a condition is one",
    arguments: [
      "When can you come?", "when would that be", "If the price is right we could start in the summer",
    ])
  func question(text: String) {
    #expect(UtteranceShape.completeness(of: text, expecting: .open) != .unfinished)
  }

  @Test("a question back is over even where a number was asked for")
  func besides() {
    #expect(UtteranceShape.completeness(of: "Can I ask you something?", expecting: .spelled) == .complete)
    #expect(UtteranceShape.completeness(of: "It's K. D. B.", expecting: .spelled) == .unfinished)
    #expect(UtteranceShape.completeness(of: "john at", expecting: .spelled) == .unfinished)
  }

  @Test(
    "whole answers sound complete",
    arguments: [
      ("Yes.", AnswerKind.yesNo), ("yeah I do", .yesNo), ("No, not really.", .yesNo), ("I guess so", .yesNo),
      ("yes I am", .yesNo),
      ("fifty thousand dollars", .shortValue), ("fifty thousand", .shortValue), ("$50,000", .shortValue),
      ("next Tuesday at three pm", .shortValue), ("tomorrow morning", .shortValue),
      ("I'm not interested.", .open), ("We want solar panels on our roof.", .open), ("Goodbye", .open),
      ("five five five one two three four five six seven", .spelled), ("joe at example dot com", .spelled),
    ])
  func complete(text: String, kind: AnswerKind) {
    #expect(UtteranceShape.completeness(of: text, expecting: kind) == .complete)
  }

  @Test(
    "short or partial answers may go on",
    arguments: [
      ("solar panels", AnswerKind.open), ("twenty", .shortValue), ("bananas", .yesNo),
      ("five five five one two three four", .spelled),
    ])
  func likely(text: String, kind: AnswerKind) {
    #expect(UtteranceShape.completeness(of: text, expecting: kind) == .likely)
  }

  @Test(
    "a number being spelled is waited for",
    arguments: ["five five five", "5 5 5 1 2", "my number is five five five one"])
  func digits(text: String) {
    #expect(UtteranceShape.completeness(of: text, expecting: .spelled) == .unfinished)
    #expect(UtteranceShape.completeness(of: text, expecting: .shortValue) == .unfinished)
  }

  @Test(
    "an hour, a month and the end of an address complete an answer",
    arguments: [
      ("Next Tuesday at three.", AnswerKind.shortValue), ("After four", .shortValue),
      ("in October", .shortValue),
      ("It's john at gmail.com", .spelled), ("mary at mail dot com", .spelled),
    ])
  func ends(text: String, kind: AnswerKind) {
    #expect(UtteranceShape.completeness(of: text, expecting: kind) == .complete)
  }

  @Test(
    "a question or a second clause rounds a sentence off",
    arguments: [
      ("What would it cost?", true), ("it leaks and the walls are wet", true),
      ("we rent the place, so I would have to ask", true), ("We moved in last spring.", false),
      ("I want to lower my electric bill", false), ("we moved in and", false), ("", false), ("?", true),
      ("and then we did the windows", false),
    ])
  func rounded(text: String, isRounded: Bool) {
    #expect(UtteranceShape.isRounded(text) == isRounded)
  }
}
