public import Audio
public import Conversation
public import Providers

/// What must be done about an event. Effects are carried out in order, before the next event is fed.
public enum CallEffect: Sendable {
  /// Open an utterance at the recogniser and feed it caller audio from `from` (media clock) on.
  case openUtterance(Int, from: MediaTime)
  case flushUtterance(flush: Int)
  case closeUtterance
  indirect case startReply(generation: Int, ReplyRequest)
  case cancelReply(generation: Int)
  /// The turn that a reply was prepared for is over: it will be heard.
  case confirmReply(generation: Int)
  case startSynthesis(clause: Int, text: String)
  case cancelSynthesis(clause: Int)
  /// Take this many samples from the machine's playout and send them in one message.
  case sendAudio(samples: Int)
  case sendMark(epoch: Int, clause: Int)
  /// Empty the carrier's queue. No audio sent before may be heard after.
  case sendClear
  /// Take this many samples from the machine's `copyFade` and send them in one message, right behind a clear: they let
  /// the voice down that the clear broke off. Nothing else is heard between a clear and what goes on.
  case sendFade(samples: Int)
  case record(CallRecord)
  case observe(CallObservation)
  /// Work that was left out because there is too much of it.
  case shed(ShedWork)
  /// Hand the call over; `.end` follows.
  case transfer(to: String)
  /// Close the media stream and forget the call; always the last effect.
  case end(EndReason)
}

/// What a spectator may want to see; nothing depends on it.
public enum CallObservation: Sendable, Equatable {
  case callerPartial(String)
  case callerTurn(String)
  case endpoint(EndpointReason)
  case agentClause(String)
  case agentTurn(heard: String, wasCut: Bool)
  case agentHeld
  case agentResumed
  case timing(TurnTiming)
  case flow(FlowState)
}
