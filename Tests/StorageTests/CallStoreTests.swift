import Audio
import Foundation
import Records
import Storage
import Testing

@Suite("Call store")
struct CallStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("everything comes back as it was written, also after opening again")
  func roundTrip() throws {
    let turns = [
      Samples.turn(1, 2, .agent, "Good day.", heard: "Good", wasCut: true, from: 0, to: 400),
      Samples.turn(1, 3),
    ]
    do {
      let store = try CallStore(path: folder.file("calls.sqlite"))
      try store.write([
        .call(Samples.call(1)), .event(Samples.event(1, 1)), .turn(turns[0]), .turn(turns[1]),
        .timing(Samples.timing(1, 1)),
      ])
    }
    let store = try CallStore(path: folder.file("calls.sqlite"))
    let transcript = try #require(try store.transcript(of: Samples.id(1)))
    #expect(
      transcript
        == Transcript(
          call: Samples.call(1), turns: turns, timings: [Samples.timing(1, 1)], events: [Samples.event(1, 1)])
    )
    #expect(try store.transcript(of: Samples.id(2)) == nil)
    #expect(try store.turns(of: Samples.id(2)).isEmpty)
  }

  @Test("storing again changes nothing: a row that is there stands")
  func idempotence() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    let records: [StoreRecord] = [
      .call(Samples.call(1)), .turn(Samples.turn(1, 1)), .timing(Samples.timing(1, 1)),
      .event(Samples.event(1, 2)),
    ]
    try store.write(records)
    let once = try store.transcript(of: Samples.id(1))
    for _ in 0..<3 { try store.write(records) }
    #expect(try store.transcript(of: Samples.id(1)) == once)
    try store.write([.turn(Samples.turn(1, 1, .caller, "hello there"))])
    #expect(try store.transcript(of: Samples.id(1)) == once)
  }

  @Test("what a summary does not know leaves what was known")
  func partialSummaries() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try store.write([.call(CallSummary(id: Samples.id(1), agent: "lead", from: "+49", startedMs: 5))])
    try store.write([.call(CallSummary(id: Samples.id(1), endedMs: 9, endReason: "shutdown"))])
    let call = try #require(try store.call(Samples.id(1)))
    #expect(
      call
        == CallSummary(
          id: Samples.id(1), agent: "lead", from: "+49", startedMs: 5, endedMs: 9, endReason: "shutdown"))
  }

  @Test("records may come before their call")
  func recordsFirst() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try store.write([.turn(Samples.turn(1, 1))])
    #expect(try store.transcript(of: Samples.id(1))?.turns.count == 1)
    try store.write([.call(Samples.call(1))])
    #expect(try store.transcript(of: Samples.id(1))?.call == Samples.call(1))
  }

  @Test("a call is found by a beginning of its id that no other shares")
  func prefix() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    let first = CallID(unixMilliseconds: 0x0199_0000_0000, random: 1, 1)
    let second = CallID(unixMilliseconds: 0x0199_ff00_0000, random: 2, 2)
    try store.write([.call(CallSummary(id: first)), .call(CallSummary(id: second))])
    #expect(try store.call(matching: "01990")?.id == first)
    #expect(try store.call(matching: "0199FF")?.id == second)
    #expect(try store.call(matching: second.description)?.id == second)
    #expect(throws: StoreError.ambiguous(prefix: "0199", matches: 2)) { try store.call(matching: "0199") }
    for nothing in ["", "02", "g", "0199%", "'; DROP TABLE calls; --", "0199\0"] {
      #expect(try store.call(matching: nothing) == nil)
    }
  }

  @Test("calls are listed latest first, page by page")
  func pages() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try store.write((0..<25).shuffled().map { .call(CallSummary(id: Samples.id($0))) })
    var seen: [CallID] = []
    while true {
      let page = try store.calls(CallQuery(after: seen.last, limit: 10))
      #expect(page.calls.count <= 10)
      seen += page.calls.map(\.id)
      if page.next == nil { break }
    }
    #expect(seen == (0..<25).reversed().map(Samples.id))
    #expect(try store.calls(CallQuery(limit: -5)).calls.count == 1)
    #expect(try store.calls(CallQuery(limit: .max)).calls.count == 25)
  }

  @Test(
    "any text comes back; a NUL, which SQLite would end it at, is replaced",
    arguments: [
      "", "don't", "\"; DROP TABLE turns; --", "zwei\nZeilen", "👩‍👩‍👧 मन",
      String(decoding: [0x61, 0xff, 0xc0, 0x62] as [UInt8], as: UTF8.self), "a\0b", "\0",
    ])
  func texts(text: String) throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try store.write([
      .turn(Samples.turn(1, 1, .agent, text, heard: text)),
      .call(CallSummary(id: Samples.id(1), agent: text)),
    ])
    let expected = text.replacingOccurrences(of: "\0", with: "\u{FFFD}")
    let turn = try #require(try store.turns(of: Samples.id(1)).first)
    #expect(turn.text == expected)
    #expect(turn.heardText == expected)
    #expect(try store.call(Samples.id(1))?.agent == expected)
  }

  @Test("a text of a megabyte comes back")
  func longText() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    let text = String(repeating: "x", count: 1 << 20)
    try store.write([.turn(Samples.turn(1, 1, .caller, text))])
    #expect(try store.turns(of: Samples.id(1)).map(\.text.utf8.count) == [1 << 20])
  }

  @Test("the ends of every number's range come back or do not trap")
  func extremeNumbers() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    for sequence in [Int.min, 0, Int.max] {
      var turn = Samples.turn(1, sequence)
      turn.start = MediaTime(nanoseconds: .min)
      turn.end = .distantFuture
      turn.confidence = .nan
      try store.write([.turn(turn)])
    }
    let turns = try store.turns(of: Samples.id(1))
    #expect(turns.map(\.sequence) == [.min, 0, .max])
    #expect(turns.allSatisfy { $0.confidence == nil })
    #expect(!TranscriptExporter.json(Transcript(call: CallSummary(id: Samples.id(1)), turns: turns)).isEmpty)
    #expect(
      !TranscriptExporter.webVTT(Transcript(call: CallSummary(id: Samples.id(1)), turns: turns)).isEmpty)
  }

  @Test("a batch is stored whole or not at all")
  func atomicity() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try store.limitSize(pages: 40)
    let big = String(repeating: "x", count: 1 << 20)
    #expect(throws: StoreError.diskFull) {
      try store.write([.turn(Samples.turn(1, 1)), .turn(Samples.turn(1, 2, .caller, big))])
    }
    #expect(try store.turns(of: Samples.id(1)).isEmpty)
    try store.limitSize(pages: 0)
    try store.write([.turn(Samples.turn(1, 1)), .turn(Samples.turn(1, 2, .caller, big))])
    #expect(try store.turns(of: Samples.id(1)).count == 2)
  }

  @Test("one process reads while another writes, and cannot write")
  func reading() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    let reader = try CallStore.reading(path: folder.file("calls.sqlite"))
    try store.write([.call(Samples.call(1))])
    #expect(try reader.call(Samples.id(1)) == Samples.call(1))
    #expect(throws: StoreError.readOnly) { try reader.write([.call(Samples.call(2))]) }
  }

  @Test("paths that lead nowhere, and files that are no database, are told apart")
  func badFiles() throws {
    let missing = folder.file("none.sqlite")
    #expect(throws: StoreError.missing(path: missing)) { try CallStore.reading(path: missing) }
    let error = #expect(throws: StoreError.self) { try CallStore(path: folder.file("no/where.sqlite")) }
    guard case .cannotOpen = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let garbage = folder.file("garbage.sqlite")
    try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: garbage))
    for open in [{ try CallStore(path: garbage) }, { try CallStore.reading(path: garbage) }] {
      let error = #expect(throws: StoreError.self) { _ = try open() }
      guard case .corrupted = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    let empty = folder.file("empty.sqlite")
    try Data().write(to: URL(fileURLWithPath: empty))
    #expect(throws: StoreError.self) { try CallStore.reading(path: empty) }
  }

  @Test("what was written survives the process being killed")
  func killed() async throws {
    let path = folder.file("calls.sqlite")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let store = try CallStore(path: path)
      for number in 0..<200 { try store.write([.call(Samples.call(number))]) }
      kill(getpid(), SIGKILL)
    }
    #expect(try CallStore(path: path).calls(CallQuery(limit: 1_000)).calls.count == 200)
  }
}
