/// What must hold after every event of every call. The exact rules are in this module's documentation.
public enum Invariant: Int, CaseIterable, Sendable {
  /// After a clear no audio until the same reply is resumed or another begins.
  case noAudioAfterClear
  /// No audio of a reply that was cancelled, recorded as over, or overtaken by a later one.
  case noWithdrawnAudio
  /// At most one reply to a caller's turn is heard.
  case oneReplyPerTurn
  /// A reply to words of the caller is heard only when those words are a confirmed turn.
  case nothingUnconfirmed
  /// Audio goes out in the order of its synthesis; nothing is skipped, or sent twice without a clear between.
  case audioInOrder
  /// No more is sent than the lead and one message ahead of the ear, in whole packets.
  case boundedLead
  /// What is claimed as heard begins the reply and was sent.
  case heardWasSent
  /// A model is shown the transcript, word for word.
  case contextIsTranscript
  /// Records are numbered from 1 up without gaps; there is one end, and nothing after it.
  case recordsInOrder
  /// Replies, clauses and utterances are opened once, in order, and only those that run are cancelled or closed.
  case legalWork
  /// No more work runs than one reply to be heard and one that is prepared while an utterance is open.
  case boundedWork
  /// A mark belongs to the current epoch and to a clause that is wholly sent.
  case legalMark
  /// Text to be spoken is not empty.
  case textToSpeak
  /// An agent that owes an answer is not silent for longer than the limit.
  case noDeadAir
  /// Until the call ends there is a deadline.
  case deadlineIsSet
  /// A deadline that is fed does not come back at once, and so many fit into a second.
  case noBusyLoop
  /// Every call ends.
  case callEnds
  /// What is fed after the end has no effect.
  case silentAfterEnd

  public var name: String { "\(self)" }
}
