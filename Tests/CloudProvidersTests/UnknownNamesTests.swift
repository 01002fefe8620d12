import CloudProviders
import Conversation
import Providers
import Testing

/// Models and voices that look right and that the vendor does not have: told by the vendor alone, in the first call.
@Suite("Names that a vendor does not know", .timeLimit(.minutes(2)))
struct UnknownNamesTests {
  @Test("a model is named as the operator's mistake, and not asked for again")
  func model() throws {
    let cloud = try SimulatedCloud()
    let log = EventLog<ChatEvent>()
    let model = try cloud.registry.model(ProviderChoice(.openai, model: "unknown-9"))
    _ = model.complete(ChatRequest(stablePrompt: "", messages: [.user("Hello?")])) { log.note($0) }
    #expect(log.wait { $0.contains { if case .failed = $0 { true } else { false } } })
    guard case .failed(let error)? = log.events.last else { return }
    #expect(error.isLasting && error.kind == "misconfigured", "\(error)")
    #expect("\(error)".contains("unknown-9"))
  }

  @Test("a voice is named as the operator's mistake, and the next one speaks")
  func voice() throws {
    let cloud = try SimulatedCloud()
    let choice = ProviderChoice(.cartesia, voice: "unknown-voice")
    let voice = try cloud.registry.voice(choice, sampleRate: 8000)
    let alone = EventLog<SynthesisEvent>()
    _ = voice.synthesise("Good morning.") { alone.note($0) }
    #expect(alone.wait { $0.contains { if case .failed = $0 { true } else { false } } })
    guard case .failed(let error)? = alone.events.last else { return }
    #expect(error.isLasting && error.kind == "misconfigured", "\(error)")
    let gate = ProviderGate("cartesia")
    let second = try cloud.registry.voice(ProviderChoice(.elevenlabs), sampleRate: 8000)
    let both = try FailoverSynthesiser(
      [ProviderSlot(voice, gate: gate), ProviderSlot(second, gate: ProviderGate("elevenlabs"))],
      alarms: LoopAlarms(cloud.loop))
    for _ in 0..<3 {
      let log = EventLog<SynthesisEvent>()
      _ = both.synthesise("Good morning.") { log.note($0) }
      #expect(log.wait { $0.last == .finished })
    }
    // Who asks in vain is told so once.
    #expect(gate.figures.asked == 1)
  }
}
