/// A span that is over, ready to be sent.
public struct FinishedSpan: Sendable, Equatable {
  /// With OTLP's numbers.
  public enum Kind: Int, Sendable {
    case inner = 1
    case server, client, producer, consumer
  }

  public enum Status: Sendable, Equatable {
    case unset
    case fine
    /// A sentence for people, without personal data.
    case failed(String)
  }

  public var trace: TraceID
  public var id: SpanID
  public var parent: SpanID?
  public var name: String
  public var kind: Kind
  /// Nanoseconds since 1970; `end` is not before `start`.
  public var start: UInt64
  public var end: UInt64
  public var fields: [SpanField]
  public var moments: [SpanMoment] = []
  public var links: [TraceParent] = []
  public var status = Status.unset

  public init(
    trace: TraceID, id: SpanID, parent: SpanID?, name: String, kind: Kind = .inner, start: UInt64,
    end: UInt64,
    fields: [SpanField] = []
  ) {
    self.trace = trace
    self.id = id
    self.parent = parent
    self.name = name
    self.kind = kind
    self.start = start
    self.end = max(start, end)
    self.fields = fields
  }

  public subscript(_ key: String) -> FieldValue? { fields.first { $0.key == key }?.value }
}
