import Providers
import Synchronization

/// A voice that answers every text with the same events, at once.
final class ScriptedVoice: Synthesiser {
  let sampleRate: Int
  let voiceIdentity = "scripted"
  private let script: [SynthesisEvent]
  private let cancels = Atomic<Int>(0)
  var cancelled: Int { cancels.load(ordering: .relaxed) }

  init(_ script: [SynthesisEvent], sampleRate: Int = 8_000) {
    self.script = script
    self.sampleRate = sampleRate
  }

  private final class Work: Cancellable {
    let voice: ScriptedVoice
    init(_ voice: ScriptedVoice) { self.voice = voice }
    func cancel() { voice.cancels.add(1, ordering: .relaxed) }
  }

  func synthesise(_ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void) -> any Cancellable {
    for event in script { events(event) }
    return Work(self)
  }
}
