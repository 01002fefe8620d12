public import Audio
public import Providers

/// Everything that can happen to a call. Every event is legal in every state.
///
/// Positions of caller speech are on the call's media clock (caller audio received); everything else is told
/// with the machine's `now`.
public enum CallEvent: Sendable, Equatable {
  case answered
  case speechStarted(at: MediaTime)
  case speechEnded(at: MediaTime)
  case recogniser(RecogniserEvent)
  case reply(generation: Int, ReplyEvent)
  case synthesis(clause: Int, SynthesisEvent)
  /// A mark came back from the carrier.
  case markReturned(epoch: Int, clause: Int)
  case digit(Character)
  /// The media stream was replaced by a new one; what was sent on the old one is gone.
  case streamReplaced
  case hungUp
  case connectionLost
  case outboundStalled
  case shutdown
  /// How much work is to be left out from now on.
  case loadChanged(LoadLevel)
  /// The call has used most of what it may cost, or all of it.
  case budget(isSpent: Bool)
  /// The deadline the machine asked for, or any later time, has come.
  case deadline
}
