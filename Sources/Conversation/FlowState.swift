/// Where a scripted flow stands in one call: everything the next reply depends on besides the caller's words.
public struct FlowState: Sendable, Equatable, Codable {
  /// The question that waits for an answer; nil before the first and after the last.
  public var question: String?
  /// Answers to it that could not be used so far.
  public var attempts = 0
  public var slots: [SlotValue] = []
  /// A day without its time, kept while the time is asked for.
  public var partial: SlotValue?
  /// Objection ids in the order they came, repeated ones repeated.
  public var objectionsUsed: [String] = []
  /// The objection that the last reply answered, while the caller may still insist on it.
  public var openObjection: String?
  public var hasHeardCaller = false
  /// Replies given so far; the flow's `maxTurns` bounds it.
  public var turns = 0
  public var isFinished = false
  /// Set once finished.
  public var outcome: CallOutcome?

  public init() {}

  public func value(of slot: String) -> TypedValue? {
    slots.first { $0.slot == slot }?.value
  }

  /// Keeps the place of a slot that is filled again.
  public mutating func fill(_ value: SlotValue) {
    if let index = slots.firstIndex(where: { $0.slot == value.slot }) {
      slots[index] = value
    } else {
      slots.append(value)
    }
  }
}
