/// One event of a `text/event-stream`.
public struct ServerSentEvent: Hashable, Sendable {
  /// The event's type: `message` when the stream names none.
  public var type: String
  /// The lines of its data, joined by line feeds.
  public var data: [UInt8]

  public init(type: String = "message", data: [UInt8]) {
    self.type = type
    self.data = data
  }
}
