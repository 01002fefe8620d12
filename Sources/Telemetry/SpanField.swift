/// An attribute of a span, an event or a resource.
public struct SpanField: Sendable, Equatable {
  public var key: String
  public var value: FieldValue

  public init(_ key: String, _ value: FieldValue) {
    self.key = key
    self.value = value
  }
}
