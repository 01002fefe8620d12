/// Where a piece of personal data stands.
public struct PIIMatch: Equatable, Sendable {
  public var kind: PIIKind
  /// Offsets into the text's UTF-8, on scalar boundaries.
  public var range: Range<Int>

  public init(kind: PIIKind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
