import Foundation
import Records
import Storage
import Testing

/// What a collector learns of real calls, over the wire.
@Suite("Traces of served calls", .serialized, .timeLimit(.minutes(5)))
struct TracesTests {
  private static let header = "planted-collector-header-0123456789"
  /// Of what the caller and the agent say, of the numbers, of the tool's arguments and result.
  private static let personal = [
    "minutes", "Tuesday", "afternoon", "visit is", "Brightside", "5550100017", "5550100042", "B-1001",
  ]

  /// The fixtures' agent with few questions, so that a visit is booked soon.
  private static func vendors() throws -> SimulatedVendors {
    try SimulatedVendors { file in
      let asked = ["What are you hoping", "When would you", "What budget", "Are you the one"]
      let notice = "automated assistant."
      return file.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { line in !asked.contains { line.contains("- \($0)") } }.joined(separator: "\n")
        .replacingOccurrences(of: notice, with: notice + " Do you have two minutes?")
    }
  }

  /// A caller of some of the fixtures' lines.
  private static func caller() throws -> String {
    let folder = ServedEngine.newFolder()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lead = "fixtures/callers/lead"
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(lead)/script.json"))
    var script = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let lines = try #require(script["lines"] as? [[String: Any]])
    let kept = [1, 6, 7].map { lines[$0] }
    script["lines"] = kept
    try JSONSerialization.data(withJSONObject: script).write(
      to: URL(fileURLWithPath: "\(folder)/script.json"))
    for audio in kept.compactMap({ $0["audio"] as? String }) {
      try FileManager.default.copyItem(atPath: "\(lead)/\(audio)", toPath: "\(folder)/\(audio)")
    }
    return folder
  }

  /// The one call of an engine that has ended since, with its log lines that are JSON.
  private static func call(_ vendors: SimulatedVendors, _ flags: [String]) async throws -> (
    id: String, log: [[String: Any]], said: String
  ) {
    var environment = vendors.environment
    environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = vendors.url
    environment["OTEL_EXPORTER_OTLP_HEADERS"] = "authorization=Bearer%20\(header)"
    let engine = try await ServedEngine(
      vendors.flags + ["--log-format", "json", "--log-level", "debug"] + flags, environment: environment)
    let folder = try caller()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let caller = try engine.call(["--caller", folder])
    caller.waitUntilExit()
    #expect(caller.terminationStatus == 0)
    #expect(await engine.hasCalls(0))
    engine.signal()
    #expect(await engine.exitCode(within: 60) == 0)
    let store = try CallStore.reading(path: "\(engine.folder)/starling.sqlite")
    let calls = try store.calls(CallQuery(limit: 2)).calls
    let log = engine.said.split(separator: "\n").filter { $0.hasPrefix("{") }.compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    try #require(calls.count == 1)
    return ("\(calls[0].id)", log, engine.said)
  }

  @Test(
    "one trace a call: turns under it, their stages and tools under them, and no secret and no unmarked word",
    arguments: [false, true])
  func trace(isTold: Bool) async throws {
    let vendors = try Self.vendors()
    let (call, log, said) = try await Self.call(vendors, isTold ? ["--trace-content"] : [])
    let sent = try vendors.told("traces")
    let spans = CollectedSpan.all(in: sent.items)
    let stages = Dictionary(grouping: spans, by: \.stage)
    #expect(
      Set(stages.keys) == [
        "call", "turn", "endpointing", "recognition", "model", "tool", "voice", "playout",
      ])

    let trace = call.replacingOccurrences(of: "-", with: "")
    #expect(Set(spans.map(\.trace)) == [trace] && Set(spans.map(\.id)).count == spans.count)
    try #require(stages["call"]?.count == 1)
    let root = try #require(stages["call"]?.first)
    let turns = stages["turn", default: []]
    #expect(root.parent == nil && turns.count >= 3 && turns.allSatisfy { $0.parent == root.id })
    for span in spans where !["call", "turn"].contains(span.stage) {
      let place = "\(span.name) \(span.fields)"
      // The greeting is played before there is a turn.
      if span.stage == "playout", span.parent == root.id {
        #expect(span.turn == "0", "\(place)")
        continue
      }
      let turn = try #require(turns.first { $0.id == span.parent }, "\(place)")
      #expect(span.turn == turn.turn, "\(place)")
      // A tool is timed by another clock.
      #expect(span.stage == "tool" || turn.start <= span.start && span.end <= turn.end, "\(place)")
    }
    #expect(spans.allSatisfy { $0.start <= $0.end && $0.fields["starling.call.id"] == call })
    #expect(stages["recognition"]?.allSatisfy { $0.fields["starling.provider"] == "deepgram/nova-3" } == true)
    #expect(stages["voice"]?.allSatisfy { $0.fields["starling.provider"] == "cartesia/sonic-3" } == true)
    for chat in stages["model", default: []] {
      #expect(chat.name == "chat claude-haiku-4-5" && chat.fields["gen_ai.operation.name"] == "chat")
      #expect(chat.fields["gen_ai.provider.name"] == "anthropic")
      #expect(chat.fields["gen_ai.request.model"] == "claude-haiku-4-5")
      #expect(chat.fields["gen_ai.conversation.id"] == call)
      for unit in ["input", "output"] {
        let count = Int(chat.fields["gen_ai.usage.\(unit)_tokens"] ?? "") ?? 0
        #expect(count > 0, "\(chat.fields)")
      }
    }

    let tools = stages["tool", default: []]
    #expect(tools.allSatisfy { $0.name == "execute_tool book_visit" })
    let parents = try vendors.told("webhooks").items.map {
      ($0["headers"] as? [String: String])?["traceparent"]
    }
    #expect(!tools.isEmpty && Set(parents) == Set(tools.map { "00-\(trace)-\($0.id)-01" }))

    #expect(spans.flatMap(\.fields.keys).contains { $0.hasPrefix("starling.pii.") } == isTold)
    #expect(sent.text.contains("Tuesday") == isTold)
    for span in spans {
      for word in Self.personal { #expect(!span.unmarked.contains(word), "\(word): \(span.name)") }
    }
    for secret in ["sim-key", "simulated-secret", Self.header] {
      #expect(!sent.text.contains(secret) && !said.contains(secret))
    }

    // The log says of the same turns how they went, and no word either.
    let answered = log.filter { ($0["message"] as? String)?.hasPrefix("answered after") == true }
    #expect(log.contains { ($0["message"] as? String)?.hasPrefix("call ended") == true })
    #expect(answered.allSatisfy { $0["call"] as? String == call })
    let timed = turns.filter { $0.fields["starling.turn.voice_to_voice_ms"] != nil }.compactMap(\.turn)
    #expect(!timed.isEmpty)
    #expect(Set(answered.compactMap { $0["turn"] as? Int }.map(String.init)) == Set(timed))
    for word in ["Tuesday", "5550100017"] { #expect(!said.contains(word)) }
  }

  @Test(
    "a collector that refuses everything, or is not there, costs no call, and what it did not get is counted",
    arguments: [true, false])
  func lost(isThere: Bool) async throws {
    let vendors = try SimulatedVendors(["otlp:server-error"])
    var environment = vendors.environment
    environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = isThere ? vendors.url : "https://127.0.0.1:9"
    let engine = try await ServedEngine(environment: environment)
    let callers = try engine.call(["--concurrent", "2", "--duration", "3s"])
    callers.waitUntilExit()
    #expect(callers.terminationStatus == 0)
    #expect(await engine.hasCalls(0))
    // Who refuses is not asked again; who is not there is.
    let lost = isThere ? "failed_total" : "pending"
    var figures: [String: Int] = [:]
    // At least the two calls' own spans.
    for _ in 0..<100 where figures[lost, default: 0] < 2 {
      try await Task.sleep(for: .milliseconds(100))
      for line in try #require(await engine.page("/metrics")).body.split(separator: "\n")
      where line.hasPrefix("starling_spans_") {
        let parts = line.dropFirst("starling_spans_".count).split(separator: " ")
        figures[String(parts[0])] = Int(parts[1])
      }
    }
    #expect(figures["exported_total"] == 0 && figures["dropped_total"] == 0, "\(figures)")
    #expect(figures[lost, default: 0] >= 2, "\(figures)")
    engine.signal()
    #expect(await engine.exitCode(within: 60) == 0)
    #expect(engine.said.contains("spans cannot be sent"))
    let store = try CallStore.reading(path: "\(engine.folder)/starling.sqlite")
    let calls = try store.calls(CallQuery(limit: 10)).calls
    #expect(calls.count == 2 && calls.allSatisfy { $0.endReason == "caller_hung_up" }, "\(calls)")
  }
}
