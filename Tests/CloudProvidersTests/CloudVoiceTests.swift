import Audio
import CloudProviders
import Conversation
import Foundation
import Networking
import Providers
import Testing

@Suite("Voices over the network", .timeLimit(.minutes(2)))
struct CloudVoiceTests {
  private static let vendors = [ProviderVendor.cartesia, .elevenlabs, .deepgram]
  private static let text = "Good morning, this is Anna from Example Solar."

  /// What the simulator calls the vendor's voices.
  private func simulated(_ vendor: ProviderVendor) -> String {
    vendor == .deepgram ? "aura" : vendor.rawValue
  }

  private func isOver(_ events: [SynthesisEvent]) -> Bool {
    switch events.last {
    case .finished, .failed: true
    default: false
    }
  }

  private func samples(_ events: [SynthesisEvent]) -> [Int16] {
    events.flatMap { if case .audio(let samples) = $0 { samples } else { [Int16]() } }
  }

  private func words(_ events: [SynthesisEvent]) -> [SpokenWord] {
    events.flatMap { if case .words(let words) = $0 { words } else { [SpokenWord]() } }
  }

  private func speak(
    _ cloud: SimulatedCloud, _ vendor: ProviderVendor, _ text: String = text, sampleRate: Int = 16_000
  ) throws -> EventLog<SynthesisEvent> {
    let log = EventLog<SynthesisEvent>()
    let voice = try cloud.registry.voice(ProviderChoice(vendor), sampleRate: sampleRate)
    _ = voice.synthesise(text) { log.note($0) }
    return log
  }

  @Test(
    "a clause is speech at the rate that was asked for, with its words", arguments: vendors, [8000, 16_000])
  func speech(vendor: ProviderVendor, sampleRate: Int) throws {
    let cloud = try SimulatedCloud()
    let log = try speak(cloud, vendor, sampleRate: sampleRate)
    #expect(log.wait(until: isOver))
    #expect(log.events.last == .finished)
    #expect(log.overlapping == 0)
    let samples = samples(log.events)
    let seconds = Double(samples.count) / Double(sampleRate)
    #expect((1.0...8.0).contains(seconds))
    #expect(samples.contains { abs(Int($0)) > 2000 })
    guard vendor != .deepgram else { return }
    let words = words(log.events)
    #expect(words.map(\.text).joined(separator: " ") == Self.text)
    #expect(zip(words, words.dropFirst()).allSatisfy { $0.start <= $1.start })
    #expect(words.allSatisfy { $0.start <= $0.end && $0.end.seconds <= seconds + 0.1 })
  }

  @Test("many clauses at a time share a few of Cartesia's sockets, and each has its own words")
  func sharing() throws {
    let cloud = try SimulatedCloud()
    let texts = (0..<50).map { "Sentence number \($0) is here." }
    let logs = try texts.map { try speak(cloud, .cartesia, $0, sampleRate: 8000) }
    for (log, text) in zip(logs, texts) {
      #expect(log.wait(until: isOver))
      #expect(log.events.last == .finished)
      #expect(words(log.events).map(\.text).joined(separator: " ") == text)
    }
    let again = try speak(cloud, .cartesia)
    #expect(again.wait(until: isOver))
    #expect(cloud.loop.statistics.openedSockets <= 3)
  }

  @Test(
    "every fault ends the clause with what to do next", arguments: vendors,
    [
      ("unauthorized", ["rejectedKey"]), ("rate-limit=3", ["rateLimited"]), ("server-error", ["failed"]),
      ("overloaded", ["overloaded", "rateLimited", "failed"]), ("refuse", ["failed"]), ("close", ["failed"]),
      ("redirect", ["unusableAnswer", "failed"]), ("html", ["unusableAnswer", "failed"]),
      ("empty", ["unusableAnswer", "failed"]), ("expired-certificate", ["failed"]),
    ])
  func faults(vendor: ProviderVendor, fault: (String, [String])) throws {
    let cloud = try SimulatedCloud(["\(simulated(vendor)):\(fault.0)"])
    let log = try speak(cloud, vendor)
    #expect(log.wait(until: isOver))
    guard case .failed(let error)? = log.events.last else {
      Issue.record("\(vendor) \(fault.0): \(log.events.count) events, \(String(describing: log.events.last))")
      return
    }
    #expect(fault.1.contains(error.kind), "\(error)")
    #expect(!"\(error)".contains("sim-key"))
  }

  @Test(
    "what cannot be read ends the clause", arguments: [ProviderVendor.cartesia, .elevenlabs],
    ["invalid-json", "half-message"])
  func unreadable(vendor: ProviderVendor, fault: String) throws {
    let cloud = try SimulatedCloud(["\(vendor.rawValue):\(fault):start"])
    let log = try speak(cloud, vendor)
    #expect(log.wait(until: isOver))
    guard case .failed? = log.events.last else {
      Issue.record("\(log.events.count) events")
      return
    }
  }

  @Test("a clause that is cancelled says nothing more, and the others go on", arguments: vendors)
  func cancelling(vendor: ProviderVendor) throws {
    let cloud = try SimulatedCloud(["\(simulated(vendor)):stall:2:1"])
    let log = EventLog<SynthesisEvent>()
    let voice = try cloud.registry.voice(ProviderChoice(vendor))
    let clause = voice.synthesise(Self.text) { log.note($0) }
    #expect(log.wait { !samples($0).isEmpty })
    // Long enough for a shared connection to be found dead.
    Thread.sleep(forTimeInterval: 1.1)
    clause.cancel()
    clause.cancel()
    let count = log.events.count
    let other = EventLog<SynthesisEvent>()
    _ = voice.synthesise("Another clause.") { other.note($0) }
    #expect(other.wait(until: isOver))
    #expect(other.events.last == .finished)
    #expect(log.events.count == count)
  }
}
