/// What is served first when more speech work waits than the pool can do; the lowest raw value is the most urgent.
public enum SpeechPriority: Int, Sendable, CaseIterable {
  /// A caller has finished and waits for an answer.
  case finalRecognition
  /// The first piece of a reply: the call is silent until it comes.
  case firstSynthesis
  /// Later pieces: the call is still playing what came before.
  case synthesis
  /// A hypothesis while the caller speaks: good to have, replaced by the next one.
  case partialRecognition
}
