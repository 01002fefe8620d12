/// Why bytes from a peer could not be read as the message they should be. Offsets are bytes from the start.
public enum WireError: Error, Hashable, Sendable {
  /// The text ended inside a value; `offset` is where the next byte was expected.
  case truncated(offset: Int)
  /// The byte at `offset` cannot stand there in JSON (RFC 8259).
  case notJSON(offset: Int)
  /// More than `limit` containers are open inside one another.
  case tooDeep(limit: Int)
  /// A message, a line, or the number of values in a message is over `limit`: the peer is not to be trusted.
  case tooLarge(limit: Int)
  /// A field that the message cannot do without is absent, `null`, or of another type.
  case missing(WireField)
  /// A field is there and has a value that its protocol does not know.
  case invalid(WireField)
}
