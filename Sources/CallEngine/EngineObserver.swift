public import Audio
public import CallCore

/// A spectator of the engine's calls. Called on workers' threads: must return at once.
public protocol EngineObserver: Sendable {
  func callStarted(_ call: CallID, from: String, to: String, codec: String)
  func observed(_ call: CallID, _ observation: CallObservation, at: MediaTime)
  func callEnded(_ call: CallID, reason: EndReason, statistics: CallStatistics)
}
