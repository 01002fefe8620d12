// What a spectator may ask of a call at any time.
extension CallMachine {
  public var phase: CallPhase {
    if callerIsSpeaking { return .callerSpeaking }
    if speaking != nil { return hold == nil && playout.sent > 0 ? .agentSpeaking : .thinking }
    return utterance == nil ? .listening : .thinking
  }

  /// Turns of the caller so far.
  public var turns: Int { turn }
}
