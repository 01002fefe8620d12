import Audio
import Foundation
import Records
import Storage
import Testing

@Suite("Erasing a person from a store")
struct ErasureTests {
  private let folder: TemporaryFolder
  private static let number = "+15550100017"

  init() throws { folder = try TemporaryFolder() }

  /// Calls 1 and 2 are the person's, from and to; 3 goes on; 4 is somebody else's.
  private func fill(_ store: any RecordStore) throws {
    for call in 1...4 {
      let id = Samples.id(call)
      var summary = CallSummary(
        id: id, agent: "lead", from: "+4930", to: "+4940", carrierCallID: "v3:\(call)")
      if call == 1 || call == 3 { summary.from = Self.number }
      if call == 2 { summary.to = Self.number }
      summary.endedMs = call == 3 ? nil : 9
      summary.slotsJSON = #"{"name":"Marzipan"}"#
      summary.recordingPath = "recordings/\(call).wav"
      try store.write([
        .call(summary), .turn(Samples.turn(call, 1, .caller, "my name is Marzipan")),
        .event(CallEventRecord(call: id, sequence: 2, at: .zero, kind: "slot", detail: "Marzipan")),
        .timing(Samples.timing(call, 1)),
        .outcome(OutcomeRecord(call: id, sequence: 3, at: .zero, outcome: "qualified", slotsJSON: "{}")),
        .consent(
          ConsentRecord(
            call: id, sequence: 4, at: .zero, subject: call == 4 ? "+4930" : Self.number,
            purpose: "recording", isGranted: true)),
        .contact(
          ContactRecord(call: id, number: call == 4 ? "+4930" : Self.number, name: "Marzipan", seenMs: 1)),
      ])
    }
  }

  @Test(
    "what was said in their ended calls goes, and the calls stay without them",
    arguments: StoreKind.allCases)
  func erasure(kind: StoreKind) throws {
    let store = try kind.make(folder)
    try fill(store)
    #expect(Set(try store.numbers()) == [Self.number, "+4930", "+4940"])
    let before = try store.person([Self.number])
    #expect(before.calls == [1, 2].map(Samples.id) && before.runningCalls == [Samples.id(3)])
    #expect(before.contacts.map(\.name) == ["Marzipan"])
    #expect(before.consents.map(\.call) == [1, 2, 3].map(Samples.id))
    let counts = try store.erase([Self.number], calls: before.calls)
    #expect(counts.calls == 2 && counts.segments == 2 && counts.events == 2 && counts.outcomes == 2)
    #expect(counts.consents == 3 && counts.contacts == 1)
    #expect(try store.person([Self.number]) == PersonRecords(runningCalls: [Samples.id(3)]))
    for call in 1...2 {
      let transcript = try #require(try store.transcript(of: Samples.id(call)))
      #expect(transcript.turns.isEmpty && transcript.events.isEmpty && transcript.timings.count == 1)
      #expect(
        transcript.call
          == CallSummary(id: Samples.id(call), agent: "lead", endedMs: 9, outcome: "qualified"))
    }
    #expect(try store.search(TextQuery("marzipan")).turns.map(\.call) == [4, 3].map(Samples.id))
    #expect(try store.transcript(of: Samples.id(4))?.call.from == "+4930")
    #expect(try store.erase([Self.number], calls: before.calls).segments == 0)
    try store.scrub()
  }

  @Test("SQLite's files hold no word of an erased person")
  func files() throws {
    let path = folder.file("calls.sqlite")
    let store = try CallStore(path: path)
    let id = Samples.id(1)
    try store.write([
      .call(CallSummary(id: id, from: Self.number, endedMs: 1)),
      .turn(Samples.turn(1, 1, .caller, "marzipan is my name")),
    ])
    for call in 10..<60 { try store.write([.turn(Samples.turn(call, 1, .caller, "nothing to see \(call)"))]) }
    _ = try store.erase([Self.number], calls: [id])
    try store.scrub()
    for suffix in ["", "-wal"] {
      let bytes = (try? Data(contentsOf: URL(fileURLWithPath: path + suffix))) ?? Data()
      for word in ["marzipan", Self.number] {
        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(suffix) \(word)")
      }
    }
  }

  @Test("a person's data comes as one JSON document")
  func export() throws {
    let store = try CallStore(path: folder.file("calls.sqlite"))
    try fill(store)
    let calls = try store.calls(CallQuery(number: Self.number)).calls.compactMap {
      try store.transcript(of: $0.id)
    }
    let text = TranscriptExporter.json(person: Self.number, try store.person([Self.number]), calls)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document["subject"] as? String == Self.number)
    #expect((document["calls"] as? [Any])?.count == 3)
    #expect((document["consents"] as? [Any])?.count == 3)
    #expect((document["contacts"] as? [Any])?.count == 1)
  }
}
