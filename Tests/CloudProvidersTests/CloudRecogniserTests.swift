import CloudProviders
import Conversation
import Foundation
import Networking
import Providers
import Recording
import Testing

@Suite("Recognisers over the network", .timeLimit(.minutes(2)))
struct CloudRecogniserTests {
  private static let models = ["nova-3", "flux-general-en"]
  private static let line = "Our budget is around twenty thousand dollars."

  /// What the simulator calls the vendor.
  private func simulated(_ model: String) -> String { model == "nova-3" ? "deepgram" : "flux" }

  /// A caller's line, which is at 8 kHz, at either rate.
  private static func speech(_ name: String, rate: Int) throws -> [Int16] {
    let sound = try WAVReader.read(path: "\(SimulatedCloud.repository)/fixtures/callers/lead/\(name).wav")
    var samples = sound.samples
    if rate == 16_000 {
      samples = samples.indices.flatMap { place -> [Int16] in
        let next = Int(sound.samples[min(place + 1, sound.samples.count - 1)])
        return [sound.samples[place], Int16((Int(sound.samples[place]) + next) / 2)]
      }
    }
    return samples + [Int16](repeating: 0, count: rate / 2)
  }

  private func say(_ samples: [Int16], _ stream: any RecogniserStream, rate: Int) {
    for start in stride(from: 0, to: samples.count, by: rate / 10) {
      stream.append(Array(samples[start..<min(start + rate / 10, samples.count)]))
      // Faster than a caller, not as fast as the machine: guesses are to come in between.
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  private func final(_ events: [RecogniserEvent], _ flush: Int) -> String? {
    for case .final(_, flush, let text) in events { return text }
    return nil
  }

  private func failure(_ events: [RecogniserEvent]) -> ProviderError? {
    if case .failed(let error)? = events.last { error } else { nil }
  }

  @Test("a caller's line comes as guesses and then as its text", arguments: models, [8000, 16_000])
  func transcripts(model: String, rate: Int) throws {
    let cloud = try SimulatedCloud(lines: true)
    let log = EventLog<RecogniserEvent>()
    let recogniser = try cloud.registry.recogniser(ProviderChoice(.deepgram, model: model))
    let stream = try recogniser.openStream(sampleRate: rate) { log.note($0) }
    stream.begin(utterance: 1)
    say(try Self.speech("5", rate: rate), stream, rate: rate)
    stream.flush(1)
    #expect(log.wait { final($0, 1) != nil || failure($0) != nil })
    let text = final(log.events, 1) ?? ""
    #expect(wordErrorRate(reference: Self.line, hypothesis: text).rate < 0.2, "\(text)")
    #expect(log.events.contains { if case .partial(1, _) = $0 { true } else { false } })
    stream.end()
    stream.begin(utterance: 2)
    say(try Self.speech("4", rate: rate), stream, rate: rate)
    stream.flush(2)
    #expect(log.wait { final($0, 2) != nil || failure($0) != nil })
    let second = final(log.events, 2) ?? ""
    #expect(!second.isEmpty && !second.contains("budget"), "\(second)")
    #expect(log.overlapping == 0)
    stream.close()
  }

  @Test("a flush of nothing is answered with nothing", arguments: models)
  func nothing(model: String) throws {
    let cloud = try SimulatedCloud()
    let log = EventLog<RecogniserEvent>()
    let recogniser = try cloud.registry.recogniser(ProviderChoice(.deepgram, model: model))
    let stream = try recogniser.openStream(sampleRate: 8000) { log.note($0) }
    stream.begin(utterance: 1)
    stream.flush(1)
    #expect(log.wait { !$0.isEmpty })
    #expect(log.events == [.final(utterance: 1, flush: 1, text: "")])
    stream.close()
  }

  @Test(
    "every fault fails the stream once, with what to do next", arguments: models,
    [
      ("unauthorized", ["rejectedKey"]), ("rate-limit", ["rateLimited"]), ("server-error", ["failed"]),
      ("overloaded", ["overloaded", "rateLimited"]), ("refuse", ["failed"]),
      ("redirect", ["unusableAnswer", "failed"]), ("html", ["failed", "unusableAnswer"]),
      ("expired-certificate", ["failed"]), ("close:1", ["failed"]),
      ("half-message:1", ["failed", "unusableAnswer"]),
      ("invalid-json:1", ["unusableAnswer"]), ("nan", ["unusableAnswer"]), ("error-event:1", ["failed"]),
    ])
  func faults(model: String, fault: (String, [String])) throws {
    let cloud = try SimulatedCloud(["\(simulated(model)):\(fault.0)"], lines: true)
    let log = EventLog<RecogniserEvent>()
    let recogniser = try cloud.registry.recogniser(ProviderChoice(.deepgram, model: model))
    let stream = try recogniser.openStream(sampleRate: 16_000) { log.note($0) }
    stream.begin(utterance: 1)
    say(try Self.speech("5", rate: 16_000), stream, rate: 16_000)
    stream.flush(1)
    #expect(log.wait { failure($0) != nil })
    let error = failure(log.events)
    #expect(fault.1.contains(error?.kind ?? "none"), "\(fault.0): \(String(describing: error)) \(log.events)")
    let count = log.events.count
    stream.flush(2)
    stream.end()
    stream.close()
    #expect(log.events.count == count)
  }

  @Test("a stream that is closed says nothing more and lets its socket go", arguments: models)
  func closing(model: String) throws {
    let cloud = try SimulatedCloud(lines: true)
    let log = EventLog<RecogniserEvent>()
    let recogniser = try cloud.registry.recogniser(ProviderChoice(.deepgram, model: model))
    for _ in 0..<5 {
      let stream = try recogniser.openStream(sampleRate: 8000) { log.note($0) }
      stream.begin(utterance: 1)
      stream.append([Int16](repeating: 0, count: 800))
      stream.close()
      stream.append([1])
      stream.flush(1)
    }
    #expect(log.wait { _ in cloud.loop.statistics.activeSockets == 0 })
    #expect(log.events.isEmpty)
  }
}
