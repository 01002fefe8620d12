import Audio
import Foundation
import PostgresStore
import Records
import Storage
import Testing

@Suite("Every record store")
struct RecordStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Each a record of its own, from sequence 0 up for a call.
  private func numbered(_ records: [StoreRecord], from first: UInt64 = 1) -> ProjectedBatch {
    let numbered = records.enumerated().map {
      ProjectedRecord(
        number: first + UInt64($0.offset), call: $0.element.call,
        sequence: UInt32(first) - 1 + UInt32($0.offset), contents: [$0.element])
    }
    return ProjectedBatch(records: numbered, cursor: numbered.last?.number ?? 0)
  }

  @Test(
    "calls with a word come latest first and page by page, whether it is in all of them or in one",
    arguments: StoreKind.allCases, [1, 3, 40, 2_499])
  func pagesByText(kind: StoreKind, every: Int) throws {
    let store = try kind.make(folder)
    var generator = SeededGenerator(seed: UInt64(every))
    // Stored in another order than the calls came in.
    let numbers = (0..<2_500).shuffled(using: &generator)
    try store.apply(
      ProjectedBatch(
        records: numbers.enumerated().map { place, number in
          let text = number % every == 0 ? "a green elephant" : "a grey one"
          return ProjectedRecord(
            number: UInt64(place + 1), call: Samples.id(number), sequence: 0,
            contents: [.call(Samples.call(number)), .turn(Samples.turn(number, 1, .caller, text))])
        }, cursor: UInt64(numbers.count)))
    var query = CallQuery(text: "elephant", limit: 90)
    var found: [CallID] = []
    repeat {
      let page = try store.calls(query)
      found += page.calls.map(\.id)
      query.after = page.next
    } while query.after != nil
    let expected = (0..<2_500).reversed().filter { $0 % every == 0 }.map(Samples.id)
    #expect(found == expected)
    var search = TextQuery("elephant", limit: 90)
    var said: [CallID] = []
    repeat {
      let page = try store.search(search)
      said += page.turns.map(\.call)
      search.after = page.next
    } while search.after != nil
    #expect(said.sorted(by: >) == expected)
  }

  @Test("everything comes back as it was written", arguments: StoreKind.allCases)
  func roundTrip(kind: StoreKind) throws {
    let store = try kind.make(folder)
    var turn = Samples.turn(1, 2, .agent, "Good day.", heard: "Good", wasCut: true, from: 0, to: 400)
    turn.words = [SegmentWord("Good", start: .zero, end: .microseconds(200_500), confidence: 0.5)]
    turn.tenant = "acme"
    let records: [StoreRecord] = [
      .call(Samples.call(1)), .turn(turn), .event(Samples.event(1, 3)), .timing(Samples.timing(1, 1)),
    ]
    #expect(try store.apply(numbered(records)).applied == 4)
    #expect(
      try store.transcript(of: Samples.id(1))
        == Transcript(
          call: Samples.call(1), turns: [turn], timings: [Samples.timing(1, 1)], events: [Samples.event(1, 3)]
        )
    )
    #expect(try store.cursor() == 4)
    #expect(try store.call(matching: Samples.id(1).description.prefix(30).uppercased()) == Samples.call(1))
    #expect(try store.transcript(of: Samples.id(2)) == nil)
  }

  @Test("a batch that is given again, or overlaps, changes nothing", arguments: StoreKind.allCases)
  func repetition(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let records = numbered((1...50).map { .turn(Samples.turn(1, $0)) } + [.call(Samples.call(1))])
    #expect(try store.apply(records).applied == 51)
    #expect(try store.apply(records).repeated == 51)
    var more = numbered([.turn(Samples.turn(1, 51))], from: 52)
    more.records = records.records.suffix(5) + more.records
    let counts = try store.apply(more)
    #expect(counts.applied == 1 && counts.repeated == 5 && counts.missing == 0)
    #expect(try store.transcript(of: Samples.id(1))?.turns.map(\.sequence) == Array(1...51))
    #expect(try store.cursor() == 52)
    #expect(try store.apply(ProjectedBatch(cursor: 60)) == ProjectedCounts())
    #expect(try store.cursor() == 60)
    #expect(try store.progress(of: Samples.id(1)) == CallProgress(recordCount: 52, lastSequence: 51))
  }

  @Test("text of any kind is stored by the same rule", arguments: StoreKind.allCases)
  func texts(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let long = (0..<(1 << 17)).map { "w\($0 % 90_000 + 10_000) " }.joined()
    let texts = [
      "", "don't", "'; DROP TABLE segments; --", "a\0b", "👩‍👩‍👧 मन", "\\x00 {\"a\":1}",
      String(decoding: [0x61, 0xff, 0xc0] as [UInt8], as: UTF8.self), String(long.prefix(1 << 20)),
      String(repeating: "\0", count: 1 << 20),
    ]
    let records = texts.enumerated().map { entry -> StoreRecord in
      var turn = Samples.turn(1, entry.offset, .agent, entry.element, heard: entry.element)
      turn.words = [SegmentWord(String(entry.element.prefix(100)), start: .zero, end: .zero)]
      return .turn(turn)
    }
    #expect(try store.apply(numbered(records + [.call(Samples.call(1))])).applied == 10)
    let stored = try store.transcript(of: Samples.id(1))?.turns
    #expect(stored?.map(\.text) == texts.map { StorableText.of($0) })
    #expect(stored?.map(\.heardText) == texts.map { StorableText.of($0) })
  }

  @Test("numbers at their ends and clocks that jumped are stored", arguments: StoreKind.allCases)
  func extremes(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let calls = [0, 1, 4_102_444_800_000, 1 << 48 - 1].map { CallID(unixMilliseconds: $0, random: 1, 1) }
    for (place, call) in calls.enumerated() {
      let turn = TurnRecord(
        call: call, sequence: place == 0 ? .min : .max, speaker: .caller, text: "hello",
        start: MediaTime(nanoseconds: .min), end: .distantFuture, confidence: .nan)
      try store.write([.turn(turn), .call(CallSummary(id: call, startedMs: .min))])
    }
    #expect(try store.calls(CallQuery()).calls.map(\.id).count == 4)
    #expect(try store.search(TextQuery("HELLO")).turns.count == 4)
    #expect(try store.transcript(of: calls[3])?.turns.first?.confidence == nil)
  }

  @Test("pages follow each other without gap or repetition while rows come in", arguments: StoreKind.allCases)
  func pages(kind: StoreKind) throws {
    let store = try kind.make(folder)
    try store.write((100..<200).map { .call(CallSummary(id: Samples.id($0), from: "+491")) })
    var seen: [CallID] = []
    var after: CallID?
    for page in 0..<20 {
      let found = try store.calls(CallQuery(number: "+491", after: after, limit: 7))
      seen += found.calls.map(\.id)
      try store.write([
        .call(CallSummary(id: Samples.id(300 + page), from: "+491")),
        .call(CallSummary(id: Samples.id(page), from: "+492")),
      ])
      guard let next = found.next else { break }
      after = next
    }
    #expect(seen == (100..<200).reversed().map(Samples.id))
  }

  @Test("calls are found by time, number, agent, outcome, tenant and text", arguments: StoreKind.allCases)
  func queries(kind: StoreKind) throws {
    let store = try kind.make(folder)
    for number in 0..<20 {
      try store.write([
        .call(
          CallSummary(
            id: Samples.id(number), tenant: number < 10 ? "a" : "b", agent: "agent\(number % 2)",
            from: "+1\(number)", to: "+49", outcome: number % 5 == 0 ? "qualified" : "lost")),
        .turn(Samples.turn(number, 1, .caller, number == 7 ? "a Purple elephant" : "hello there")),
      ])
    }
    func found(_ query: CallQuery) throws -> [Int] {
      let ids = try store.calls(query).calls.map(\.id)
      return (0..<20).filter { ids.contains(Samples.id($0)) }
    }
    #expect(try found(CallQuery(tenant: "a", agent: "agent1")) == [1, 3, 5, 7, 9])
    #expect(try found(CallQuery(number: "+17")) == [7])
    #expect(try found(CallQuery(number: "+49", outcome: "qualified")) == [0, 5, 10, 15])
    #expect(try found(CallQuery(text: "ELEPHANT purple")) == [7])
    #expect(try found(CallQuery(text: "elephant green")).isEmpty)
    #expect(try found(CallQuery(text: "\" OR *")).isEmpty)
    let base: Int64 = 1_760_000_000_000
    #expect(try found(CallQuery(fromMs: base + 3, untilMs: base + 6)) == [3, 4, 5])
    #expect(try found(CallQuery(fromMs: .max, untilMs: .min)).isEmpty)
    #expect(try store.calls(CallQuery(limit: -1)).calls.count == 1)
  }

  @Test(
    "words are found, latest first, page by page, and nothing in them is an operator",
    arguments: StoreKind.allCases)
  func search(kind: StoreKind) throws {
    let store = try kind.make(folder)
    for call in 0..<30 {
      try store.write([
        .turn(Samples.turn(call, 1, .caller, "my e-mail is jo.doe@example.com, Änderung \(call)"))
      ])
    }
    var seen: [CallID] = []
    var after: TextCursor?
    repeat {
      let page = try store.search(TextQuery("EXAMPLE änderung", after: after, limit: 7))
      seen += page.turns.map(\.call)
      after = page.next
    } while after != nil
    #expect(seen == (0..<30).reversed().map(Samples.id))
    #expect(try store.search(TextQuery("jo.doe@example.com")).turns.count == 30)
    #expect(try store.search(TextQuery("17")).turns.map(\.call) == [Samples.id(17)])
    for nothing in ["", "   ", "\"", "*", "NEAR(", "!", "a & b | (", "\0", "exampl"] {
      #expect(try store.search(TextQuery(nothing)).turns.isEmpty, "\(nothing)")
    }
    #expect(try store.search(TextQuery("example", tenant: "nobody")).turns.isEmpty)
  }

  @Test("contacts, agents, outcomes, usage and consents are taken, also again", arguments: StoreKind.allCases)
  func rareRecords(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let call = Samples.id(1)
    let records: [StoreRecord] = [
      .contact(ContactRecord(call: call, number: "+49", name: "Jo", seenMs: 1)),
      .contact(ContactRecord(call: call, number: "+49", attributesJSON: "{}", seenMs: 2)),
      .agentVersion(AgentVersionRecord(call: call, agent: "lead", version: "1", definition: "x", seenMs: 1)),
      .agentVersion(AgentVersionRecord(call: call, agent: "lead", version: "1", definition: "x", seenMs: 1)),
      .outcome(OutcomeRecord(call: call, sequence: 1, at: .zero, outcome: "qualified", slotsJSON: "{}")),
      .usage(UsageRecord(call: call, sequence: 2, at: .zero, provider: "p", unit: "s", quantity: 2.5)),
      .consent(
        ConsentRecord(
          call: call, sequence: 3, at: .zero, subject: "+49", purpose: "recording", isGranted: true)),
    ]
    #expect(try store.apply(numbered(records)).applied == 7)
    try store.write(records)
    #expect(try store.call(call)?.outcome == "qualified")
  }

  @Test("the tables go up, down and up again", arguments: StoreKind.allCases)
  func migrations(kind: StoreKind) throws {
    let store = try kind.make(folder)
    let newest = try store.schemaStatus().newest
    try store.write([.turn(Samples.turn(1, 1)), .event(Samples.event(1, 2))])
    for version in (0..<newest).reversed() {
      #expect(try store.migrate(to: version).version == version)
      #expect(try store.schemaStatus().version == version)
    }
    #expect(try store.migrate(to: nil).version == newest)
    #expect(try store.apply(numbered([.turn(Samples.turn(1, 1))])).applied == 1)
    #expect(throws: StoreError.self) { try store.migrate(to: newest + 1) }
    #expect(throws: StoreError.self) { try store.migrate(to: -1) }
  }
}
