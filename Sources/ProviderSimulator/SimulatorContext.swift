import NIOCore
import Synchronization

/// What all connections share.
final class SimulatorContext: Sendable {
  let key: String
  let faults: FaultPlan
  let tally = Tally()
  let lines: LineLibrary
  let voices: VoiceBank
  let open = OpenConnections()
  let cachedPrompts = PromptCache()
  private let times: [ServiceTime.Stage: ServiceTime]
  private let seed: UInt64
  private let connections = Atomic<UInt64>(0)

  init(options: SimulatorOptions, lines: LineLibrary, voices: VoiceBank) {
    key = options.key
    faults = FaultPlan(options.faults, seed: options.seed ^ 0xFA17)
    times = options.serviceTimes
    seed = options.seed
    self.lines = lines
    self.voices = voices
  }

  func time(_ stage: ServiceTime.Stage) -> ServiceTime { times[stage] ?? stage.usual }

  /// The next connection's own random source: what one of them draws disturbs no other.
  func nextRandom() -> SimulatorRandom {
    let number = connections.add(1, ordering: .relaxed).newValue
    return SimulatorRandom(seed: seed &+ number &* 0x1000_0001)
  }
}
