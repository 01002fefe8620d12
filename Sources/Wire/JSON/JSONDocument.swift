/// A JSON text (RFC 8259) that was read once and whose values are looked up where they stand.
///
/// Reading makes one array, whatever the text's shape: strings stay in the peer's bytes until they are asked for, and
/// base64 is decoded straight out of them. It does not recurse. A key that is there twice counts with its last
/// value, as it does for most readers; bytes that are not UTF-8 become U+FFFD when asked for as a string.
public struct JSONDocument: Sendable {
  let bytes: [UInt8]
  let nodes: [JSONNode]

  /// Checks the whole text.
  /// - Throws: ``WireError`` if it is not one JSON value and nothing else, or goes beyond `limits`.
  public init(_ bytes: [UInt8], limits: JSONLimits = .message) throws(WireError) {
    guard bytes.count <= min(limits.bytes, Int(Int32.max) - 1) else { throw .tooLarge(limit: limits.bytes) }
    nodes = try JSONIndexer.nodes(of: bytes.span, limits: limits)
    self.bytes = bytes
  }

  /// The value that the text is.
  public var root: JSONElement { JSONElement(document: self, index: 0) }
}
