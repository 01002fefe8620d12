/// One use of a tool, once it is over.
public struct ToolTrace: Sendable, Equatable {
  public var name: String
  /// As the model named this use; empty if it did not.
  public var id: String
  /// The turn that it was used in, as `CallTracer.traceparent` was asked for it; nil: the one that is open.
  public var turn: Int?
  /// Nanoseconds since 1970.
  public var start: UInt64
  public var end: UInt64
  /// Why it did not work, without personal data; nil when it did.
  public var failure: String?
  /// JSON; sent only as content.
  public var arguments: String
  public var result: String
  /// The span that the tool itself was told of, when it has been.
  public var span: SpanID?

  public init(
    name: String, id: String = "", turn: Int? = nil, start: UInt64, end: UInt64, failure: String? = nil,
    arguments: String = "",
    result: String = "", span: SpanID? = nil
  ) {
    self.name = name
    self.id = id
    self.turn = turn
    self.start = start
    self.end = end
    self.failure = failure
    self.arguments = arguments
    self.result = result
    self.span = span
  }
}
