/// One value or key of a ``JSONDocument``, as a place in its text.
struct JSONNode: Sendable {
  enum Kind: UInt8, Sendable { case null, yes, no, number, string, array, object }

  var kind: Kind
  /// Whether a string has escapes to resolve.
  var hasEscapes = false
  /// The value's first byte; of a string the first between its quotation marks.
  var start: Int32
  /// After the value's last byte; of a string the last between its quotation marks.
  var end: Int32
  /// The node after this one and all inside it.
  var next: Int32

  var range: Range<Int> { Int(start)..<Int(end) }
  var text: JSONText { JSONText(range: range, hasEscapes: hasEscapes) }
}
