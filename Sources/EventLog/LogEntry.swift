public import Audio
public import CallCore

/// What an event log holds, in the order in which it happened to the call.
///
/// A step is one turn of the call's worker; the frames, events and lines behind it came within it, and were used up
/// by it. `fed` and `sent` say what the call made of them: they are the replay's measure.
public enum LogEntry: Sendable, Equatable {
  case step(LogStep, at: MediaTime)
  /// A frame as it was taken off the ring: the codec's bytes.
  case frame(FrameHeader, payload: [UInt8])
  /// An event that came from outside: provider, carrier, engine.
  case taken(CallEvent)
  /// A fixed line that was in the speech cache.
  case line(text: String, samples: [Int16])
  /// The state machine was fed, and answered with these effects. The event is nil when it is the last one taken.
  case fed(CallEvent?, effects: [EffectMark])
  /// Audio was encoded for the carrier: the running digest of all payloads so far.
  case sent(digest: UInt32)
}

/// Why the call's worker turned to the call.
public enum LogStep: Sendable, Equatable {
  case begin(LoadLevel)
  case drain
  /// The voice-activity model's answer; nil: there was none. A drain follows within the same step.
  case settle(Float?)
  case deadline
  case load(LoadLevel)
}

/// One effect: its kind, and the running digest of all effects so far, this one included.
public struct EffectMark: Sendable, Equatable {
  public var kind: UInt8
  public var digest: UInt32

  public init(kind: UInt8, digest: UInt32) {
    self.kind = kind
    self.digest = digest
  }
}
