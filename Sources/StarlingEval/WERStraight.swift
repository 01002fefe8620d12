import EmbeddedSpeech
import Providers

/// Asks the recogniser about each prompt with nothing between them: what is lost beyond that, the engine
/// lost.
struct WERStraight: Sendable {
  var recogniser: MoonshineRecogniser

  /// The texts by prompt name.
  func texts(_ prompts: [WERPrompt], tracks: [WERTrack]) async throws -> [String: String] {
    var texts: [String: String] = [:]
    for track in tracks {
      for window in track.windows {
        texts[prompts[window.prompt].name] = try await recognise(track.heard(window))
      }
    }
    return texts
  }

  private func recognise(_ samples: [Int16]) async throws -> String {
    let (events, sink) = AsyncStream<RecogniserEvent>.makeStream()
    let stream = try recogniser.openStream(sampleRate: WERTrack.rate) { sink.yield($0) }
    defer { stream.close() }
    stream.begin(utterance: 1)
    stream.append(samples)
    stream.flush(1)
    for await event in events {
      switch event {
      case .final(_, _, let text): return text
      case .failed(let error): throw WERFailure("the recogniser failed: \(error)")
      case .partial: break
      }
    }
    return ""
  }
}
