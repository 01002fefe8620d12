/// What can go wrong in a virtual call, or at least otherwise than anyone would wish.
public enum Fault: Int, CaseIterable, Sendable {
  // The caller.
  case midSentencePause, backchannel, cough, bargeIn, digits, silentCaller, hangUp, babble, talksOverGreeting
  // What listens to the caller.
  case strayVoiceActivity, lateVoiceActivity
  // The carrier.
  case jitter, slowLine, marksLost, marksLate, marksDoubled, marksForeign, marksEarly, streamReplaced
  case outboundStalled, connectionLost, mediaStops, mediaPauses
  // The recogniser.
  case partialsChange, partialAfterFinal, finalLate, finalNever, finalTwice, finalContradicted, finalEmpty
  case finalForOldUtterance, recogniserFails
  // The language model.
  case replySlow, replyStalls, replyStallsMidway, replyEmpty, replyFails, replyFailsMidway, replyEndsTwice
  case textAfterEnd, replyAfterCancel, replyForOldGeneration, replyEndless
  // The synthesiser.
  case speechSlow, speechStutters, speechSilent, speechFails, speechFailsMidway, speechStalls
  case speechStallsMidway, speechInScraps, audioAfterEnd, audioAfterCancel
  // The engine around the call.
  case bursts, lateTimers, loadChanges, shutdown, budgetSpent

  /// As it is written on the command line.
  public var name: String { "\(self)" }

  public init?(name: String) {
    guard let fault = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = fault
  }
}
