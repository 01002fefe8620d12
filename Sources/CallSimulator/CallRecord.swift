public import Audio

/// One call's line in the report.
public struct CallRecord: Sendable {
  public var index: Int
  /// From its connection's opening to its end.
  public var length: MediaTime
  /// `false`: the caller misbehaved on purpose, and its findings are not counted.
  public var isJudged: Bool
  public var verdict: CallVerdict
}
