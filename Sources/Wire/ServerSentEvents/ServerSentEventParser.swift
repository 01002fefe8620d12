/// Reads a `text/event-stream` (WHATWG HTML, "Server-sent events") as its bytes arrive.
///
/// However the stream is cut into reads, the events are the same. Lines end with CR, LF or both; a byte order mark at
/// the start is dropped; comments and unknown fields are skipped. An event that the stream's end cuts off is none.
public struct ServerSentEventParser: Sendable {
  /// The last `id` of the stream, empty if it gave none.
  public private(set) var lastEventID = ""
  /// The last `retry` of the stream, in milliseconds.
  public private(set) var retryMilliseconds: Int64?

  private let mostBytes: Int
  private var line: [UInt8] = []
  private var type: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var endsWithCR = false
  private var isFirstLine = true

  /// - Parameter mostBytes: of one line, and of one event's data.
  public init(mostBytes: Int = 1 << 20) { self.mostBytes = mostBytes }

  /// Reads the next bytes of the stream and calls `event` with each event that they complete, in order.
  /// - Throws: ``WireError/tooLarge(limit:)``, after which the parser is spent.
  public mutating func read(
    _ bytes: [UInt8], event: (ServerSentEvent) -> Void
  ) throws(WireError) {
    var start = 0
    if endsWithCR, let first = bytes.first {
      if first == UInt8(ascii: "\n") { start = 1 }
      endsWithCR = false
    }
    while start < bytes.count {
      let end = Self.endOfLine(bytes.span, from: start)
      guard line.count + end - start <= mostBytes else { throw .tooLarge(limit: mostBytes) }
      line += bytes[start..<end]
      guard end < bytes.count else { return }
      try lineEnded(event)
      start = end + 1
      guard bytes[end] == UInt8(ascii: "\r") else { continue }
      if start == bytes.count {
        endsWithCR = true
      } else if bytes[start] == UInt8(ascii: "\n") {
        start += 1
      }
    }
  }

  private static func endOfLine(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
    return end
  }

  private mutating func lineEnded(_ event: (ServerSentEvent) -> Void) throws(WireError) {
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    isFirstLine = false
    if line.isEmpty {
      dispatch(event)
    } else {
      try field()
    }
    line.removeAll(keepingCapacity: true)
  }

  private mutating func dispatch(_ event: (ServerSentEvent) -> Void) {
    if hasData {
      event(
        ServerSentEvent(
          type: type.isEmpty ? "message" : String(decoding: type, as: UTF8.self), data: data))
    }
    type.removeAll(keepingCapacity: true)
    data = []
    hasData = false
  }

  private mutating func field() throws(WireError) {
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
    guard colon > 0 else { return }  // a comment
    var start = min(colon + 1, line.count)
    if start < line.count, line[start] == UInt8(ascii: " ") { start += 1 }
    let value = line[start...]
    switch JSONWord(JSONText(range: 0..<colon, hasEscapes: false), in: line.span) {
    case JSONWord("data"): try append(value)
    case JSONWord("event"): type = Array(value)
    case JSONWord("id"):
      if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
    case JSONWord("retry"):
      if let time = DecimalText.number(line.span, start..<line.count) { retryMilliseconds = time }
    default: break
    }
  }

  private mutating func append(_ value: ArraySlice<UInt8>) throws(WireError) {
    guard data.count + value.count + 1 <= mostBytes else { throw .tooLarge(limit: mostBytes) }
    if hasData { data.append(UInt8(ascii: "\n")) }
    data += value
    hasData = true
  }
}
