/// How much a database of calls holds: to tell whether a copy has it all.
public struct StoreContents: Sendable, Equatable, Codable {
  public var calls: Int
  public var segments: Int
  public var events: Int

  public init(calls: Int, segments: Int, events: Int) {
    self.calls = calls
    self.segments = segments
    self.events = events
  }

  /// One row that says it, in the order of `init`; the same on every store.
  package static let query =
    "SELECT (SELECT count(*) FROM calls), (SELECT count(*) FROM segments), (SELECT count(*) FROM events)"
}
