import EmbeddedSpeech
import Foundation
import Providers

/// The real models, loaded once for all tests.
enum LoadedSpeech {
  static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".models").path

  private static let shared = Result { () throws(ProviderError) in
    try EmbeddedSpeech.load(modelsDirectory: directory)
  }

  static func get() throws -> EmbeddedSpeech { try shared.get() }

  /// All of what a synthesiser says to a text.
  static func say(_ text: String, with synthesiser: any Synthesiser) async throws -> [Int16] {
    let (events, sink) = AsyncStream<SynthesisEvent>.makeStream()
    let work = synthesiser.synthesise(text) { sink.yield($0) }
    defer { work.cancel() }
    var samples: [Int16] = []
    for await event in events {
      switch event {
      case .audio(let more): samples += more
      case .words, .substituted: break
      case .finished: return samples
      case .failed(let error): throw error
      }
    }
    return samples
  }

  /// The text of one utterance, appended in 100 ms steps.
  static func recognise(_ samples: [Int16], sampleRate: Int = 8000) async throws -> String {
    let (events, sink) = AsyncStream<RecogniserEvent>.makeStream()
    let stream = try get().recogniser.openStream(sampleRate: sampleRate) { sink.yield($0) }
    defer { stream.close() }
    stream.begin(utterance: 1)
    for start in stride(from: 0, to: samples.count, by: sampleRate / 10) {
      stream.append(Array(samples[start..<min(start + sampleRate / 10, samples.count)]))
    }
    stream.flush(1)
    for await event in events {
      switch event {
      case .partial: continue
      case .final(_, _, let text): return text
      case .failed(let error): throw error
      }
    }
    return ""
  }

  /// At 16 kHz, by straight lines: good enough to be recognised.
  static func at16kHz(_ samples: [Int16], from rate: Int) -> [Int16] {
    (0..<samples.count * 16_000 / rate).map { index in
      let position = Double(index) * Double(rate) / 16_000
      let before = Int(position)
      let after = min(before + 1, samples.count - 1)
      let part = position - Double(before)
      return Int16(Double(samples[before]) * (1 - part) + Double(samples[after]) * part)
    }
  }
}
