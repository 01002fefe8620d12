public import Audio

/// Calls, latest first, and where the next page begins.
public struct CallPage: Sendable, Equatable {
  public var calls: [CallSummary]
  /// What `CallQuery.after` is for the next page; nil when this is the last.
  public var next: CallID?

  /// - Parameter rows: up to one more than `limit`, which shows that there is more.
  public init(rows: [CallSummary], limit: Int) {
    calls = Array(rows.prefix(limit))
    next = rows.count > limit ? calls.last?.id : nil
  }
}
