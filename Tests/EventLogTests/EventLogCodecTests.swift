import Audio
import CallCore
import Conversation
import Redaction
import Testing

@testable import EventLog

@Suite("The event log's format")
struct EventLogCodecTests {
  @Test("what is written is read", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    let log = RandomLog(seed: seed, entries: 300)
    let file = LogBlock.file([.header(Headers.any)] + log.blocks + [.end(isTruncated: false)])
    let call = try RecordedCall.read(file)
    #expect(call.header == Headers.any)
    #expect(call.entries == log.entries)
    #expect(call.ending == .complete)
  }

  @Test("a log cut anywhere is the beginning of the whole one")
  func torn() throws {
    let log = RandomLog(seed: 7, entries: 120)
    let file = LogBlock.file([.header(Headers.any)] + log.blocks + [.end(isTruncated: false)])
    let head = LogBlock.file([.header(Headers.any)]).count
    for count in stride(from: head, to: file.count, by: 7) {
      let call = try RecordedCall.read(Array(file[..<count]))
      #expect(call.ending == .cut)
      #expect(call.entries == Array(log.entries.prefix(call.entries.count)))
    }
  }

  @Test("a flipped bit is noticed, and what stood before it is kept", arguments: 0..<60)
  func flipped(seed: UInt64) throws {
    let log = RandomLog(seed: seed, entries: 120)
    var file = LogBlock.file([.header(Headers.any)] + log.blocks + [.end(isTruncated: false)])
    let head = LogBlock.file([.header(Headers.any)]).count
    var random = SeededGenerator(seed: seed)
    let at = Int.random(in: head..<file.count, using: &random)
    file[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
    let call = try RecordedCall.read(file)
    #expect(call.ending != .complete)
    #expect(call.entries == Array(log.entries.prefix(call.entries.count)))
  }

  @Test("whatever a file holds, reading it ends with a call or an error", arguments: 0..<300)
  func hostile(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var blocks: [LogBlock] = [.header(Headers.any)]
    for _ in 0..<4 {
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        // Tags are small numbers.
        UInt8.random(in: Bool.random(using: &random) ? 0...40 : 0...255, using: &random)
      }
      // With a sound checksum: so that the entries' reader has to cope.
      blocks.append(.entries(bytes))
    }
    var file = LogBlock.file(blocks)
    if seed % 3 == 0 {
      for _ in 0..<10 {
        file[Int.random(in: 0..<file.count, using: &random)] = .random(in: 0...255, using: &random)
      }
    }
    _ = try? RecordedCall.read(file)
    _ = SampleCoder.decode(Array(file.shuffled(using: &random).prefix(100)), limit: 1_000)
  }

  @Test("a version from the future is refused by name")
  func future() {
    var file = LogBlock.file([.header(Headers.any)])
    file[4] = 9
    #expect(throws: EventLogError.fromTheFuture(version: 9, known: 1)) { try RecordedCall.read(file) }
    #expect("\(EventLogError.fromTheFuture(version: 9, known: 1))".contains("newer starling"))
  }

  @Test("files that are no event logs are told apart")
  func strangers() {
    #expect(throws: EventLogError.notAnEventLog) { try RecordedCall.read([]) }
    #expect(throws: EventLogError.notAnEventLog) { try RecordedCall.read(Array("RIFF....WAVEfmt ".utf8)) }
    #expect(throws: EventLogError.noHeader) { try RecordedCall.read(LogBlock.fileHead) }
    #expect(throws: EventLogError.noHeader) {
      try RecordedCall.read(LogBlock.file([.entries([]), .header(Headers.any)]))
    }
  }

  @Test("a header that no call can have had is refused")
  func unsound() {
    let changes: [(inout LogHeader) -> Void] = [
      { $0.settings.sampleRate = 0 }, { $0.settings.messageLength = .zero },
      { $0.agent.idle.silenceSeconds = 1e300 }, { $0.inboundRate = -8_000 },
      { $0.settings.mediaTimeout = .distantFuture }, { $0.agent.maxDurationSeconds = .max },
    ]
    for change in changes {
      var header = Headers.any
      change(&header)
      #expect(throws: EventLogError.self) { try RecordedCall.read(LogBlock.file([.header(header)])) }
    }
  }

  @Test("a log that found no room says so")
  func truncated() throws {
    let file = LogBlock.file([.header(Headers.any), .end(isTruncated: true)])
    #expect(try RecordedCall.read(file).ending == .truncated)
  }

  @Test("a frame costs three bytes beside its payload")
  func frameCost() {
    var encoder = LogEncoder()
    let payload = [UInt8](repeating: 0xff, count: 160)
    for chunk in 0..<1_001 {
      encoder.frame(
        FrameHeader(
          track: .inbound, chunk: Int64(chunk), sequence: Int64(chunk), timestampMs: Int64(chunk) * 20,
          arrival: .zero), payload.span)
    }
    #expect(encoder.bytes.count <= 1_001 * 163 + 16)
  }

  @Test("an agent's bytes do not depend on the order in which it was put together", arguments: 0..<20)
  func agentBytes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hello.")
    agent.lines.goodbyes = [:]
    for outcome in CallOutcome.allCases.shuffled(using: &random) {
      agent.lines.goodbyes[outcome] = outcome.rawValue
    }
    for word in ["a", "b", "c", "d"].shuffled(using: &random) { agent.lexicon[word] = word }
    agent.redact = Set(PIIKind.allCases.shuffled(using: &random))
    let text = String(decoding: LogHeader.json(agent), as: UTF8.self)
    #expect(text.contains(#""redact":["card","email","phone","ssn"]"#))
    let names = CallOutcome.allCases.map(\.rawValue).sorted()
    let pairs = names.map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",")
    #expect(text.contains("\"goodbyes\":{\(pairs)}"))
  }

  @Test("equal agents have equal hashes, others have others")
  func agentHash() {
    var agent = AgentDefinition(name: "Ann", company: "Acme", greeting: "Hello.")
    let hash = LogHeader.hash(of: agent)
    #expect(hash.count == 16)
    for _ in 0..<20 { #expect(LogHeader.hash(of: agent) == hash) }
    agent.lines.goodbyes[.qualified] = "Bye."
    #expect(LogHeader.hash(of: agent) != hash)
  }
}
