/// Everything that is known of one call's conversation.
public struct Transcript: Sendable, Equatable {
  public var call: CallSummary
  /// In order of their sequence.
  public var turns: [TurnRecord]
  public var timings: [TurnTimingRecord]
  public var events: [CallEventRecord]

  public init(
    call: CallSummary, turns: [TurnRecord], timings: [TurnTimingRecord] = [], events: [CallEventRecord] = []
  ) {
    self.call = call
    self.turns = turns
    self.timings = timings
    self.events = events
  }

  /// The turns in the order in which they began, as they are to be read.
  var spoken: [TurnRecord] {
    turns.sorted { ($0.start, $0.sequence) < ($1.start, $1.sequence) }
  }
}
