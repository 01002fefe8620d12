public import Audio

/// The turn that Flux is hearing, and what just happened to it.
public struct FluxTurn: Hashable, Sendable {
  public enum Event: String, Hashable, Sendable {
    case startOfTurn = "StartOfTurn"
    /// More audio was heard, the turn goes on.
    case update = "Update"
    /// The speaker may be done: a reply can be prepared. Either `turnResumed` or `endOfTurn` follows.
    case eagerEndOfTurn = "EagerEndOfTurn"
    /// The speaker was not done after all.
    case turnResumed = "TurnResumed"
    /// The text is settled and the next turn's index is one higher.
    case endOfTurn = "EndOfTurn"
  }

  /// Who ended a turn.
  public enum Trigger: String, Hashable, Sendable { case model, manual, timeout }

  public var event: Event
  /// From 0 up.
  public var index: Int
  /// The part of the audio that was heard.
  public var audioStart: MediaTime
  public var audioEnd: MediaTime
  /// All that was said in the turn so far.
  public var transcript: String
  public var words: [TimedWord]
  /// 0…1: that no more comes in this turn.
  public var endOfTurnConfidence: Double
  /// Of an `endOfTurn`, where it is stated.
  public var trigger: Trigger?

  init(_ root: JSONElement) throws(WireError) {
    guard let name = root["event"]?.string else { throw .missing(.turnEvent) }
    guard let event = Event(rawValue: name) else { throw .invalid(.turnEvent) }
    guard let transcript = root["transcript"]?.string else { throw .missing(.transcript) }
    self.event = event
    self.transcript = transcript
    index = max(0, root["turn_index"]?.integer ?? 0)
    audioStart = root["audio_window_start"]?.seconds ?? .zero
    audioEnd = root["audio_window_end"]?.seconds ?? .zero
    // Words without times are allowed, and of no use to who asks for words.
    words = (root["words"]?.elements ?? []).compactMap { TimedWord(deepgram: $0) }
    endOfTurnConfidence = root["end_of_turn_confidence"]?.double ?? 0
    trigger = root["trigger"]?.string.flatMap { Trigger(rawValue: $0) }
  }
}
