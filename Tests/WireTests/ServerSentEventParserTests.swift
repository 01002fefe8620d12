import Testing
import Wire

@Suite("Server-sent events")
struct ServerSentEventParserTests {
  private func events(_ text: String) throws(WireError) -> [ServerSentEvent] {
    var parser = ServerSentEventParser()
    var events: [ServerSentEvent] = []
    try parser.read(bytes(text)) { events.append($0) }
    return events
  }

  private func event(_ data: String, type: String = "message") -> ServerSentEvent {
    ServerSentEvent(type: type, data: bytes(data))
  }

  @Test("the examples of the specification are read as it says")
  func examples() throws {
    #expect(
      try events("data: YHOO\ndata: +2\ndata: 10\n\n") == [event("YHOO\n+2\n10")])
    #expect(
      try events(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event")
        == [event("first event"), event("second event")])
    #expect(try events("data\n\ndata\ndata\n\ndata:") == [event(""), event("\n")])
    #expect(try events("data:test\n\ndata: test\n\n") == [event("test"), event("test")])
    #expect(try events("event: add\ndata: 73857293\n\n") == [event("73857293", type: "add")])
  }

  @Test("lines end with CR, LF or both", arguments: ["\n", "\r", "\r\n"])
  func lineEnds(end: String) throws {
    let text = "event: a\ndata: 1\ndata: 2\n\ndata: 3\n\n".replacing("\n", with: end)
    #expect(try events(text) == [event("1\n2", type: "a"), event("3")])
  }

  @Test("a byte order mark is dropped at the start and only there")
  func byteOrderMark() throws {
    #expect(try events("\u{FEFF}data: 1\n\n") == [event("1")])
    #expect(try events("data: \u{FEFF}1\n\n") == [event("\u{FEFF}1")])
  }

  @Test("an event without data is none, and its type does not stick to the next")
  func typeOnly() throws {
    #expect(try events("event: a\n\ndata: 1\n\n") == [event("1")])
  }

  @Test("an event that the end cuts off is none")
  func cutOff() throws {
    #expect(try events("data: 1\n\ndata: 2\n") == [event("1")])
  }

  @Test("retry is digits only, an id with a zero byte is ignored, unknown fields are skipped")
  func fields() throws {
    var parser = ServerSentEventParser()
    try parser.read(bytes("retry: 1500\nretry: soon\nid: 7\nid: a\0b\nfoo: bar\n: ping\n")) { _ in }
    #expect(parser.retryMilliseconds == 1500)
    #expect(parser.lastEventID == "7")
  }

  @Test("a line or an event over the limit is refused, however it comes")
  func limits() {
    for piece in [1, 7, 1000] {
      for text in [String(repeating: "x", count: 101), String(repeating: "data: 123456789\n", count: 11)] {
        var parser = ServerSentEventParser(mostBytes: 100)
        let all = bytes(text)
        #expect(throws: WireError.tooLarge(limit: 100)) {
          for start in stride(from: 0, to: all.count, by: piece) {
            try parser.read(Array(all[start..<min(start + piece, all.count)])) { _ in }
          }
        }
      }
    }
  }

  @Test("any split of the stream into reads gives the same events", arguments: 0..<32)
  func splits(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "data: ", "data", "event: x", "id: 1", ":", " ", "\n", "\r", "\r\n", "\n\n", "é", "\u{FEFF}",
      "retry: 5",
      "{\"a\":1}", "\0",
    ]
    for _ in 0..<200 {
      let text = (0..<30).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let expected = try events(text)
      var parser = ServerSentEventParser()
      var found: [ServerSentEvent] = []
      var rest = bytes(text)[...]
      while !rest.isEmpty {
        let count = Int.random(in: 0...min(9, rest.count), using: &random)
        try parser.read(Array(rest.prefix(count))) { found.append($0) }
        rest = rest.dropFirst(count)
      }
      #expect(found == expected)
    }
  }
}
