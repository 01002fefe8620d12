/// Reads a JSON text once and notes where its values and keys stand, without recursion.
struct JSONIndexer {
  private var nodes: [JSONNode] = []

  static func nodes(of text: Span<UInt8>, limits: JSONLimits) throws(WireError) -> [JSONNode] {
    var indexer = JSONIndexer()
    indexer.nodes.reserveCapacity(min(text.count / 8 + 4, limits.values))
    try indexer.read(text, limits)
    return indexer.nodes
  }

  private mutating func read(_ text: Span<UInt8>, _ limits: JSONLimits) throws(WireError) {
    var cursor = JSONCursor()
    var open: [Int] = []
    repeat {
      guard nodes.count + 1 < limits.values else { throw .tooLarge(limit: limits.values) }
      let byte = try cursor.peek(text)
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        guard open.count < limits.depth else { throw .tooDeep(limit: limits.depth) }
        open.append(nodes.count)
        append(byte == UInt8(ascii: "{") ? .object : .array, cursor.offset..<cursor.offset)
        cursor.offset += 1
        cursor.afterValue = false
      } else if byte == UInt8(ascii: "\"") {
        append(try cursor.text(text))
      } else {
        let start = cursor.offset
        try cursor.skipValue(text)
        append(JSONIndexer.kind(byte), start..<cursor.offset)
      }
      try close(&open, &cursor, text)
    } while !open.isEmpty
    try cursor.finish(text)
  }

  /// Closes containers until one has something more, whose key is then read.
  private mutating func close(
    _ open: inout [Int], _ cursor: inout JSONCursor, _ text: Span<UInt8>
  ) throws(WireError) {
    while let container = open.last {
      if nodes[container].kind == .object {
        if let key = try cursor.nextKey(text) {
          append(key)
          return
        }
      } else if try cursor.nextElement(text) {
        return
      }
      nodes[container].end = Int32(cursor.offset)
      nodes[container].next = Int32(nodes.count)
      open.removeLast()
    }
  }

  private mutating func append(_ text: JSONText) {
    append(.string, text.range)
    nodes[nodes.count - 1].hasEscapes = text.hasEscapes
  }

  private mutating func append(_ kind: JSONNode.Kind, _ range: Range<Int>) {
    nodes.append(
      JSONNode(
        kind: kind, start: Int32(range.lowerBound), end: Int32(range.upperBound),
        next: Int32(nodes.count + 1)))
  }

  /// What a scalar that begins with `byte` is, once it was found to be one.
  private static func kind(_ byte: UInt8) -> JSONNode.Kind {
    switch byte {
    case UInt8(ascii: "t"): .yes
    case UInt8(ascii: "f"): .no
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }
}
