import Audio
import Conversation
import Providers
import Recording
import Records
import Synchronization

/// Listens to the agent's side of a recording with a recogniser, and compares what it hears with what the agent
/// meant to say: the nearest thing to an ear.
struct AgentListener {
  let recogniser: any Recogniser

  /// The word error rate over all of the agent's turns; nil when the recording cannot be read.
  func listen(to path: String, _ transcript: Transcript) async -> WordErrorRate? {
    guard let audio = try? WAVReader.read(path: path, channels: .only(1)),
      audio.rate == 8_000 || audio.rate == 16_000
    else { return nil }
    var reference = ""
    var heard = ""
    for turn in transcript.turns where turn.speaker == .agent {
      let start = max(0, (turn.start - .milliseconds(100)).samples(rate: audio.rate))
      let end = min(audio.samples.count, (turn.end + .milliseconds(300)).samples(rate: audio.rate))
      guard start < end else { continue }
      reference += " " + SpeechNormaliser().normalise(turn.heardText ?? turn.text)
      heard +=
        " "
        + SpeechNormaliser().normalise(await text(of: Array(audio.samples[start..<end]), rate: audio.rate))
    }
    return wordErrorRate(reference: reference, hypothesis: heard)
  }

  private func text(of samples: [Int16], rate: Int) async -> String {
    let (texts, continuation) = AsyncStream.makeStream(of: String.self)
    let stream = try? recogniser.openStream(sampleRate: rate) { event in
      switch event {
      case .final(_, _, let text):
        continuation.yield(text)
        continuation.finish()
      case .failed: continuation.finish()
      case .partial: break
      }
    }
    guard let stream else { return "" }
    stream.begin(utterance: 1)
    stream.append(samples)
    stream.flush(1)
    defer { stream.close() }
    for await text in texts { return text }
    return ""
  }
}
