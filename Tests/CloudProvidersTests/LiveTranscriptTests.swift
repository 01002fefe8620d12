import Audio
import Providers
import Testing
import Wire

@testable import CloudProviders

@Suite("Deepgram's results as utterances")
struct LiveTranscriptTests {
  private let finalize = TranscriptAction.send(DeepgramCommand.finalize.message)

  private func transcript() -> LiveTranscript { LiveTranscript(.test, sampleRate: 8000) }

  private func results(
    _ text: String, _ start: Double, _ duration: Double, isFinal: Bool = false, fromFinalize: Bool = false
  ) -> [UInt8] {
    Array(
      """
      {"type":"Results","start":\(start),"duration":\(duration),"is_final":\(isFinal),
       "from_finalize":\(fromFinalize),"channel":{"alternatives":[{"transcript":"\(text)","words":[]}]}}
      """.utf8)
  }

  private func events(_ actions: [TranscriptAction]) -> [RecogniserEvent] {
    actions.compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  @Test("guesses are partials, a flush is a Finalize, and its answer is the final")
  func oneFlush() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(16_000)
    #expect(
      events(transcript.received(results("hello", 0, 1), at: .zero)) == [
        .partial(utterance: 1, text: "hello")
      ])
    #expect(events(transcript.received(results("hello", 0, 1.2), at: .zero)).isEmpty)
    #expect(transcript.flush(7, at: .milliseconds(2000)).first == finalize)
    let answer = transcript.received(
      results("Hello there.", 0, 2, isFinal: true, fromFinalize: true), at: .milliseconds(2100))
    #expect(events(answer) == [.final(utterance: 1, flush: 7, text: "Hello there.")])
  }

  @Test("a later flush covers the text of the earlier one")
  func twoFlushes() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(8000)
    _ = transcript.flush(1, at: .zero)
    _ = transcript.received(results("One", 0, 1, isFinal: true, fromFinalize: true), at: .zero)
    transcript.sent(8000)
    #expect(
      events(transcript.received(results("two", 1, 0.5), at: .zero)) == [
        .partial(utterance: 1, text: "One two")
      ])
    _ = transcript.flush(2, at: .zero)
    #expect(
      events(transcript.received(results("two.", 1, 1, isFinal: true, fromFinalize: true), at: .zero))
        == [.final(utterance: 1, flush: 2, text: "One two.")])
  }

  @Test("a flush with nothing new is answered at once, or with the one that is under way")
  func repeatedFlush() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    #expect(events(transcript.flush(1, at: .zero)) == [.final(utterance: 1, flush: 1, text: "")])
    transcript.sent(8000)
    #expect(transcript.flush(2, at: .zero).first == finalize)
    #expect(!transcript.flush(3, at: .zero).contains(finalize))
    let answer = transcript.received(results("Yes", 0, 1, isFinal: true, fromFinalize: true), at: .zero)
    #expect(
      events(answer) == [
        .final(utterance: 1, flush: 2, text: "Yes"), .final(utterance: 1, flush: 3, text: "Yes"),
      ])
  }

  @Test("a Finalize that is not answered is answered with what was heard, if all was")
  func missingAnswer() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(8000)
    _ = transcript.received(results("Yes.", 0, 1, isFinal: true), at: .zero)
    _ = transcript.flush(1, at: .zero)
    #expect(transcript.wake(at: .milliseconds(300)).isEmpty)
    #expect(
      events(transcript.wake(at: .milliseconds(400))) == [.final(utterance: 1, flush: 1, text: "Yes.")])
    // It comes after all: it is no answer to the next one.
    transcript.sent(8000)
    _ = transcript.flush(2, at: .milliseconds(500))
    let late = transcript.received(
      results("", 0.9, 0.1, isFinal: true, fromFinalize: true), at: .milliseconds(600))
    #expect(events(late).isEmpty)
    let answer = transcript.received(
      results("No.", 1, 1, isFinal: true, fromFinalize: true), at: .milliseconds(700))
    #expect(events(answer) == [.final(utterance: 1, flush: 2, text: "Yes. No.")])
  }

  @Test("what was not heard is not answered: silence of the vendor is not the caller's")
  func stalled() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(16_000)
    _ = transcript.received(results("We would", 0, 1), at: .zero)
    _ = transcript.flush(1, at: .zero)
    #expect(transcript.wake(at: .milliseconds(400)).isEmpty)
    #expect(transcript.wake(at: .milliseconds(9000)).isEmpty)
  }

  @Test("an utterance that ends without a flush is finalised, and its text is not the next one's")
  func boundaries() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(8000)
    #expect(transcript.end(at: .zero) == [finalize])
    transcript.begin(utterance: 2)
    transcript.sent(8000)
    _ = transcript.received(results("cough", 0, 1, isFinal: true, fromFinalize: true), at: .zero)
    #expect(
      events(transcript.received(results("hello", 1, 0.5), at: .zero))
        == [.partial(utterance: 2, text: "hello")])
    _ = transcript.flush(1, at: .zero)
    #expect(
      events(transcript.received(results("Hello.", 1, 1, isFinal: true, fromFinalize: true), at: .zero))
        == [.final(utterance: 2, flush: 1, text: "Hello.")])
  }

  @Test("a flush of an utterance that is over is still answered with its own text")
  func lateAnswer() {
    var transcript = transcript()
    transcript.begin(utterance: 1)
    transcript.sent(8000)
    _ = transcript.flush(1, at: .zero)
    #expect(transcript.end(at: .zero).isEmpty)
    transcript.begin(utterance: 2)
    transcript.sent(800)
    #expect(
      events(transcript.received(results("Old.", 0, 1, isFinal: true, fromFinalize: true), at: .zero))
        == [.final(utterance: 1, flush: 1, text: "Old.")])
  }

  @Test(
    "what cannot be read fails the stream",
    arguments: [
      ("<html>", true), (#"{"type":"Results","channel":{"alternatives":[{"confidence":NaN}]}}"#, true),
      (#"{"type":"Error","description":"DATA-0000","variant":"x"}"#, false),
    ])
  func broken(text: String, isUnusable: Bool) {
    var transcript = transcript()
    guard case .fail(let error)? = transcript.received(Array(text.utf8), at: .zero).first else {
      Issue.record("no failure")
      return
    }
    if case .unusableAnswer = error { #expect(isUnusable) } else { #expect(!isUnusable) }
  }

  @Test("a refused key on an open socket is a rejected key")
  func rejectedKey() {
    var transcript = transcript()
    let actions = transcript.received(
      Array(#"{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials: secret-key-1"}"#.utf8), at: .zero)
    guard case .fail(.rejectedKey(let reason))? = actions.first else {
      Issue.record("no rejected key")
      return
    }
    #expect(reason.contains("TEST_API_KEY"))
    #expect(!reason.contains("secret-key-1"))
  }
}

extension Vendor {
  static let test = Vendor(
    name: "Tester", baseURL: "https://api.example.com", key: ProviderKey("secret-key-1"),
    keyVariable: "TEST_API_KEY")
}
