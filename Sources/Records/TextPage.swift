/// Turns in which the words were found, latest first, and where the next page begins.
public struct TextPage: Sendable, Equatable {
  public var turns: [TurnRecord]
  /// What `TextQuery.after` is for the next page; nil when this is the last.
  public var next: TextCursor?

  /// - Parameter rows: up to one more than `limit`, which shows that there is more.
  public init(rows: [TurnRecord], limit: Int) {
    turns = Array(rows.prefix(limit))
    next = rows.count > limit ? turns.last.map { TextCursor(call: $0.call, sequence: $0.sequence) } : nil
  }
}
