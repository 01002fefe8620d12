internal import CallCore

/// Something that is to happen in a virtual call.
enum Happening {
  case event(CallEvent)
  /// The caller does whatever comes next.
  case callerActs
  /// The language model of the reply with this index goes on.
  case replyGoesOn(Int)
  /// The synthesiser of the clause with this index goes on.
  case clauseGoesOn(Int)
  /// The recogniser publishes a hypothesis of this utterance.
  case partial(utterance: Int)
  case mediaStops
  case mediaResumes
}
