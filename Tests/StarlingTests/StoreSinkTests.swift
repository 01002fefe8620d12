import Audio
import Conversation
import Foundation
import Journal
import Projection
import Records
import Redaction
import Storage
import Testing

@testable import CallCore
@testable import CallEngine
@testable import starling

@Suite("Records on their way to the journal")
struct StoreSinkTests {
  private static let secrets = [
    "4111 1111 1111 1111", "four one one one one one one one one one one one one one one one", "123-45-6789",
    "jane.doe@example.com", "jane dot doe at example dot com", "212-555-0143",
    "two one two five five five zero one four three",
  ]

  private let folder = FileManager.default.temporaryDirectory.path + "/sink-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private static let call = CallInfo(
    id: CallID(unixMilliseconds: 1_760_000_000_000, random: 1, 2), callControlID: "c", callSessionID: "s",
    streamID: "m", from: "+15550100017", to: "+15550100018",
    format: try! CallFormat(inbound: .pcmu, announced: 8_000, outbound: .pcmu, outboundRate: 8_000),
    startedAt: 1_760_000_000)

  /// Everything a call says, through journal and projection; what is then in any file of the folder.
  private func store(redacting kinds: Set<PIIKind>) throws -> [String: Data] {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try CallStore(path: folder + "/starling.sqlite")
    let journal = try Journal(
      files: SystemJournalFiles(path: folder + "/journal"), wallClock: { 0 }, onEvent: { _ in })
    let projection = Projection(journal: journal, store: store) { _ in }
    let agent = AgentEdition(AgentDefinition(name: "test", company: "Acme", greeting: "Hi."))
    let sink = StoreSink(journal: journal, agent: agent, redactor: RecordRedactor(kinds), sealer: nil)
    sink.callStarted(Self.call, recording: nil)
    var bodies: [CallRecord.Body] = []
    for secret in Self.secrets {
      let text = "well, it is \(secret), thank you"
      bodies += [
        .callerTurn(text: text, start: .zero, end: .milliseconds(1_000)),
        .agentTurn(text: text, heard: text, wasCut: false, start: .zero, end: .milliseconds(1_000)),
        .event(kind: "backchannel", detail: text), .event(kind: "reply_failed", detail: text),
      ]
    }
    for digit in "4111111111111111" { bodies.append(.event(kind: "dtmf", detail: String(digit))) }
    bodies.append(.ended(.callerHungUp))
    for (index, body) in bodies.enumerated() {
      sink.record(
        CallRecord(sequence: index + 1, at: .milliseconds(1_000), body: body), of: Self.call,
        statistics: CallStatistics())
    }
    #expect(journal.flush(within: 10_000))
    #expect(projection.flush(within: 10_000))
    #expect(projection.statistics.applied == bodies.count + 1)
    let digits = try #require(try store.transcript(of: Self.call.id)).events.filter { $0.kind == "dtmf" }
    #expect(Set(digits.map(\.detail)) == (kinds.isEmpty ? ["4", "1"] : [RecordRedactor.digitToken]))
    _ = projection.stop(within: 10_000)
    journal.close()
    var files: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      if let data = FileManager.default.contents(atPath: "\(folder)/\(name)") { files[name] = data }
    }
    return files
  }

  @Test(
    "a call leaves its contact, its agent's version, its outcome, a refusal to be called, and what it used")
  func everyTable() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try CallStore(path: folder + "/starling.sqlite")
    let journal = try Journal(
      files: SystemJournalFiles(path: folder + "/journal"), wallClock: { 0 }, onEvent: { _ in })
    let projection = Projection(journal: journal, store: store) { _ in }
    let definition = AgentDefinition(name: "test", company: "Acme", greeting: "Hi.")
    let agent = AgentEdition(definition)
    #expect(agent.version == AgentEdition(definition).version && agent.version.count == 16)
    let sink = StoreSink(journal: journal, agent: agent, redactor: RecordRedactor([]), sealer: nil)
    sink.callStarted(Self.call, recording: nil)
    var flow = FlowState()
    flow.outcome = .doNotCall
    for (index, body) in [CallRecord.Body.flow(flow), .ended(.callerHungUp)].enumerated() {
      sink.record(
        CallRecord(sequence: index + 1, at: .milliseconds(1_000), body: body), of: Self.call,
        statistics: CallStatistics())
    }
    #expect(journal.flush(within: 10_000) && projection.flush(within: 10_000))
    let call = try #require(try store.call(Self.call.id))
    #expect(call.outcome == "do_not_call" && call.agentVersion == agent.version && call.agent == "test")
    let person = try store.person([Self.call.from])
    #expect(person.contacts.map(\.call) == [Self.call.id])
    #expect(person.consents.map(\.purpose) == ["calls"] && person.consents.first?.isGranted == false)
    _ = projection.stop(within: 10_000)
    journal.close()
  }

  @Test(
    "no planted secret is in any file of the data folder when the agent redacts, and all are when it does not"
  )
  func planted() throws {
    let redacted = try store(redacting: Set(PIIKind.allCases))
    let open = try StoreSinkTests().store(redacting: [])
    for secret in Self.secrets {
      let bytes = Data(secret.utf8)
      #expect(redacted.filter { $0.value.range(of: bytes) != nil }.keys.sorted() == [], "\(secret)")
      #expect(open.contains { $0.value.range(of: bytes) != nil }, "\(secret)")
    }
  }
}
