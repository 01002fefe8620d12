internal import Audio

/// What a caller does next. Fed by its call on every frame and on every message of agent audio.
protocol CallerBehaviour {
  /// Asked before a frame is sent, while the caller is silent: what to say from here on.
  mutating func speak(at now: MediaTime, in call: VirtualCall) -> VirtualCall.Utterance?
  /// The caller's speech ended, in the audio, at `end`.
  mutating func finishedSpeaking(at end: MediaTime, wasInterruption: Bool, in call: VirtualCall)
  /// A message of agent audio came.
  mutating func agentSpoke(_ length: MediaTime, at now: MediaTime, in call: VirtualCall)
  mutating func cleared(at now: MediaTime, in call: VirtualCall)
  /// The call's last words to its verdict.
  mutating func callEnded(at now: MediaTime, in call: VirtualCall)
  /// The caller wants to hang up.
  func wantsToHangUp(at now: MediaTime, in call: VirtualCall) -> Bool
}
