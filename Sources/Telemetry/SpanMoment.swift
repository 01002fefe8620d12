/// Something that happened within a span at one instant: OTLP's event.
public struct SpanMoment: Sendable, Equatable {
  public var name: String
  /// Nanoseconds since 1970.
  public var at: UInt64
  public var fields: [SpanField]

  public init(_ name: String, at: UInt64, fields: [SpanField] = []) {
    self.name = name
    self.at = at
    self.fields = fields
  }
}
