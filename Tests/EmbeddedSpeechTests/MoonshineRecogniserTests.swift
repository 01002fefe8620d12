import EmbeddedSpeech
import Providers
import Testing

@Suite(
  "Moonshine recogniser",
  .enabled(if: TelephonePrompt.areInstalled, "needs Debian's asterisk-core-sounds-en-wav"),
  .timeLimit(.minutes(3)))
struct MoonshineRecogniserTests {
  @Test("telephone prompts are understood")
  func prompts() async throws {
    var errors = WordErrors()
    for prompt in TelephonePrompt.all {
      errors.count(said: prompt.text, heard: try await LoadedSpeech.recognise(try prompt.samples()))
    }
    #expect(errors.rate <= 0.1, "\(errors.wrong) of \(errors.said) words wrong")
  }

  @Test("speech at 16 kHz is understood as well")
  func wideband() async throws {
    let prompt = TelephonePrompt.all[2]
    let samples = LoadedSpeech.at16kHz(try prompt.samples(), from: 8000)
    var errors = WordErrors()
    errors.count(said: prompt.text, heard: try await LoadedSpeech.recognise(samples, sampleRate: 16_000))
    #expect(errors.rate <= 0.2)
  }

  @Test("a partial comes while the caller speaks; a flush settles; a second one covers what came between")
  func partialsAndFlushes() async throws {
    let prompt = TelephonePrompt.all[0]
    let samples = try prompt.samples()
    let (events, sink) = AsyncStream<RecogniserEvent>.makeStream()
    let stream = try LoadedSpeech.get().recogniser.openStream(sampleRate: 8000) { sink.yield($0) }
    var incoming = events.makeAsyncIterator()
    stream.begin(utterance: 7)
    stream.append(Array(samples[..<20_000]))
    guard case .partial(utterance: 7, let partial)? = await incoming.next() else {
      Issue.record("the first event is no partial")
      return
    }
    #expect(partial.lowercased().contains("agent"))
    stream.flush(1)
    let first = await final(&incoming)
    #expect(first.flush == 1)
    #expect(first.utterance == 7)
    stream.append(Array(samples[20_000...]))
    stream.flush(2)
    let second = await final(&incoming)
    #expect(second.flush == 2)
    var errors = WordErrors()
    errors.count(said: prompt.text, heard: second.text)
    #expect(errors.rate <= 0.2, "heard: \(second.text)")
    stream.flush(3)
    let third = await final(&incoming)
    #expect(third == (7, 3, second.text))
    stream.end()
    stream.close()
  }

  @Test("flushes are answered in order, even when the next utterance has begun")
  func order() async throws {
    let (events, sink) = AsyncStream<RecogniserEvent>.makeStream()
    let stream = try LoadedSpeech.get().recogniser.openStream(sampleRate: 8000) { sink.yield($0) }
    var incoming = events.makeAsyncIterator()
    for (number, prompt) in TelephonePrompt.all[3...4].enumerated() {
      stream.begin(utterance: number + 1)
      stream.append(try prompt.samples())
      stream.flush(number * 2)
      stream.flush(number * 2 + 1)
      stream.end()
    }
    for flush in 0..<4 {
      let answer = await final(&incoming)
      #expect(answer.flush == flush)
      #expect(answer.utterance == flush / 2 + 1)
      #expect(answer.text.lowercased().contains(flush < 2 ? "completed" : "check the number"))
    }
    stream.close()
  }

  @Test("an utterance without speech is empty text")
  func nothingSaid() async throws {
    var random = SplitMix(state: 5)
    let noise = (0..<16_000).map { _ in Int16.random(in: -400...400, using: &random) }
    #expect(try await LoadedSpeech.recognise([]) == "")
    #expect(try await LoadedSpeech.recognise([1, 2, 3]) == "")
    #expect(try await LoadedSpeech.recognise([Int16](repeating: 0, count: 16_000)) == "")
    #expect(try await LoadedSpeech.recognise(noise) == "")
  }

  @Test("nothing is heard of a closed stream, and it takes no more")
  func close() async throws {
    let prompt = TelephonePrompt.all[0]
    let heard = Counter()
    let stream = try LoadedSpeech.get().recogniser.openStream(sampleRate: 8000) { _ in heard.add() }
    stream.begin(utterance: 1)
    stream.append(try prompt.samples())
    stream.flush(1)
    stream.close()
    let atClose = heard.value
    stream.append([1, 2, 3])
    stream.flush(2)
    stream.begin(utterance: 2)
    stream.end()
    // Finals are done in order: when this one is answered, the other's turn is over.
    _ = try await LoadedSpeech.recognise(try prompt.samples())
    _ = try await LoadedSpeech.recognise(try prompt.samples())
    #expect(heard.value == atClose)
  }

  @Test("several streams at once hear what each hears alone")
  func concurrent() async throws {
    var alone: [String] = []
    for prompt in TelephonePrompt.all[..<6] {
      alone.append(try await LoadedSpeech.recognise(try prompt.samples()))
    }
    let together = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for (index, prompt) in TelephonePrompt.all[..<6].enumerated() {
        group.addTask { (index, try await LoadedSpeech.recognise(try prompt.samples())) }
      }
      return try await group.reduce(into: [String](repeating: "", count: 6)) { $0[$1.0] = $1.1 }
    }
    #expect(together == alone)
  }

  @Test("a caller who talks for forty seconds is understood to the end")
  func long() async throws {
    var samples: [Int16] = []
    var text = ""
    while samples.count < 40 * 8000 {
      for prompt in TelephonePrompt.all {
        samples += try prompt.samples() + [Int16](repeating: 0, count: 4000)
        text += " " + prompt.text
      }
    }
    var errors = WordErrors()
    errors.count(said: text, heard: try await LoadedSpeech.recognise(samples))
    #expect(errors.rate <= 0.15, "\(errors.wrong) of \(errors.said) words wrong")
  }

  @Test("a sample rate it cannot hear is refused", arguments: [0, 8001, 44_100, -1])
  func rate(sampleRate: Int) throws {
    let recogniser = try LoadedSpeech.get().recogniser
    #expect(throws: ProviderError.self) { try recogniser.openStream(sampleRate: sampleRate) { _ in } }
  }

  private func final(
    _ events: inout AsyncStream<RecogniserEvent>.AsyncIterator
  ) async -> (utterance: Int, flush: Int, text: String) {
    while let event = await events.next() {
      if case .final(let utterance, let flush, let text) = event { return (utterance, flush, text) }
    }
    return (-1, -1, "")
  }
}
