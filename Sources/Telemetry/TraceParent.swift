/// Where a span stands, as it is told to another program in the header `traceparent` (W3C Trace Context §3.2).
public struct TraceParent: Hashable, Sendable {
  public var trace: TraceID
  public var span: SpanID
  /// The sender keeps this trace.
  public var isSampled: Bool

  public init(trace: TraceID, span: SpanID, isSampled: Bool) {
    self.trace = trace
    self.span = span
    self.isSampled = isSampled
  }

  /// Reads a header. Of versions after 00 what version 00 knows is read (§3.2.4); nil for anything that is malformed.
  public init?(header: String) {
    let bytes = header.utf8
    guard bytes.count >= 55, bytes.count <= 512 else { return nil }
    let parts = header.split(separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].utf8.count == 2, parts[3].utf8.count == 2,
      let version = HexText.read(("00000000000000" + parts[0])[...].utf8), version != 0xff,
      version != 0 || bytes.count == 55, let trace = TraceID(parts[1]), let span = SpanID(parts[2]),
      let flags = HexText.read(("00000000000000" + parts[3])[...].utf8)
    else { return nil }
    self.init(trace: trace, span: span, isSampled: flags & 1 == 1)
  }
}

extension TraceParent: CustomStringConvertible {
  /// The header's value: `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`.
  public var description: String { "00-\(trace)-\(span)-\(isSampled ? "01" : "00")" }
}
