import Audio
import Providers
import Testing
import Wire

@testable import CloudProviders

@Suite("Flux's turns as utterances")
struct TurnTranscriptTests {
  private let force = TranscriptAction.send(DeepgramCommand.forceEndTurn.message)

  private func transcript() -> TurnTranscript { TurnTranscript(.test, sampleRate: 16_000) }

  /// Words of 0.2 s each, from `start` on.
  private func turn(_ event: String, _ index: Int, _ text: String, from start: Double = 0, to end: Double)
    -> [UInt8]
  {
    let words = text.split(separator: " ").enumerated().map { place, word in
      """
      {"word":"\(word)","confidence":1,"start":\(start + Double(place) * 0.2),
       "end":\(start + Double(place) * 0.2 + 0.2)}
      """
    }
    return Array(
      """
      {"type":"TurnInfo","event":"\(event)","turn_index":\(index),"audio_window_start":\(start),
       "audio_window_end":\(end),"transcript":"\(text)","words":[\(words.joined(separator: ","))],
       "end_of_turn_confidence":0.5}
      """.utf8)
  }

  private func events(_ actions: [TranscriptAction]) -> [RecogniserEvent] {
    actions.compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  @Test("a flush in the middle of a turn ends it by force, after a little silence")
  func forced() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(32_000)
    #expect(
      events(transcript.received(turn("StartOfTurn", 0, "Hello", to: 0.5), at: .zero))
        == [.partial(utterance: 1, text: "Hello")])
    let actions = transcript.flush(3, at: .zero)
    #expect(actions.prefix(2) == [.silence(4000), force])
    #expect(
      events(transcript.received(turn("EndOfTurn", 0, "Hello there", to: 2), at: .zero))
        == [.partial(utterance: 1, text: "Hello there"), .final(utterance: 1, flush: 3, text: "Hello there")])
  }

  @Test("a turn that may be over answers at once, and one that goes on counts into the next answer")
  func eager() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(32_000)
    _ = transcript.received(turn("StartOfTurn", 0, "Well", to: 0.5), at: .zero)
    _ = transcript.received(turn("EagerEndOfTurn", 0, "Well yes", to: 1.9), at: .zero)
    #expect(transcript.flush(1, at: .zero) == [.event(.final(utterance: 1, flush: 1, text: "Well yes"))])
    transcript.sent(16_000)
    #expect(
      events(transcript.received(turn("TurnResumed", 0, "Well yes but", to: 2.5), at: .zero))
        == [.partial(utterance: 1, text: "Well yes but")])
    _ = transcript.received(turn("EndOfTurn", 0, "Well yes but no", to: 3), at: .zero)
    _ = transcript.received(turn("StartOfTurn", 1, "Hm", from: 3, to: 3.1), at: .zero)
    transcript.sent(16_000)
    _ = transcript.received(turn("EndOfTurn", 1, "Hm okay", from: 3, to: 4), at: .zero)
    #expect(
      transcript.flush(2, at: .zero) == [
        .event(.final(utterance: 1, flush: 2, text: "Well yes but no Hm okay"))
      ])
  }

  @Test("no turn in sight and all heard is an empty answer")
  func silence() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(8000)
    _ = transcript.received(turn("Update", 0, "", to: 0.4), at: .zero)
    #expect(transcript.flush(1, at: .zero) == [.event(.final(utterance: 1, flush: 1, text: ""))])
  }

  @Test("a turn over two utterances gives each its words")
  func twoUtterances() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(16_000)
    _ = transcript.received(turn("StartOfTurn", 0, "one two", to: 0.9), at: .zero)
    #expect(transcript.end(at: .zero) == [force])
    transcript.begin(utterance: 2)
    transcript.sent(16_000)
    #expect(
      events(transcript.received(turn("Update", 0, "a b c d e f g", to: 2), at: .zero))
        == [.partial(utterance: 2, text: "f g")])
  }

  @Test("a server that ends no turn by force is answered with what was heard, if all was")
  func unforced() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(16_000)
    _ = transcript.received(turn("StartOfTurn", 0, "Yes", to: 0.3), at: .zero)
    _ = transcript.flush(1, at: .zero)
    #expect(transcript.wake(at: .milliseconds(400)).isEmpty)
    let late = transcript.received(turn("Update", 0, "Yes please", to: 1), at: .milliseconds(500))
    #expect(
      events(late) == [
        .partial(utterance: 1, text: "Yes please"), .final(utterance: 1, flush: 1, text: "Yes please"),
      ])
  }
}
