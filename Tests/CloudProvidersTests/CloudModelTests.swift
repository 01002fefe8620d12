import Audio
import CloudProviders
import Conversation
import Networking
import Providers
import Testing

@Suite("Language models over the network", .timeLimit(.minutes(2)))
struct CloudModelTests {
  private func choice(_ vendor: ProviderVendor) -> ProviderChoice {
    ProviderChoice(vendor, model: vendor == .openai ? "gpt-4o-mini" : "claude-haiku-4-5")
  }

  private func ask(_ cloud: SimulatedCloud, _ vendor: ProviderVendor) throws -> EventLog<ChatEvent> {
    let log = EventLog<ChatEvent>()
    let model = try cloud.registry.model(choice(vendor))
    let request = ChatRequest(
      stablePrompt: "You are Anna of Example Solar.", messages: [.user("Hello?")],
      tools: [ToolDefinition(name: "book_visit", description: "Books a visit.", parameters: .none)])
    _ = model.complete(request) { log.note($0) }
    return log
  }

  private func isOver(_ events: [ChatEvent]) -> Bool {
    switch events.last {
    case .finished, .failed: true
    default: false
    }
  }

  private func text(_ events: [ChatEvent]) -> String {
    events.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }

  @Test(
    "an answer is streamed, with its usage, and is over once", arguments: [ProviderVendor.anthropic, .openai])
  func answers(vendor: ProviderVendor) throws {
    let cloud = try SimulatedCloud()
    let log = try ask(cloud, vendor)
    #expect(log.wait(until: isOver))
    let events = log.events
    #expect(text(events).contains("Do you have two minutes?"))
    #expect(events.last == .finished(.said))
    #expect(events.contains { if case .usage(let usage) = $0 { usage.output > 0 } else { false } })
    #expect(events.count { isOver([$0]) } == 1)
    #expect(log.overlapping == 0)
  }

  @Test("answers share connections", arguments: [ProviderVendor.anthropic, .openai])
  func connections(vendor: ProviderVendor) throws {
    let cloud = try SimulatedCloud()
    for _ in 0..<5 {
      let log = try ask(cloud, vendor)
      #expect(log.wait(until: isOver))
    }
    #expect(cloud.loop.statistics.openedConnections <= 2)
  }

  @Test("answers at a time share one connection where the vendor speaks HTTP/2, and one that breaks is alone")
  func streams() throws {
    let cloud = try SimulatedCloud(["anthropic:close:2:2"], slow: true, http2: true)
    #expect(try ask(cloud, .anthropic).wait(until: isOver))
    let logs = try (0..<20).map { _ in try ask(cloud, .anthropic) }
    for log in logs { #expect(log.wait(until: isOver)) }
    let whole = logs.filter { $0.events.last == .finished(.said) }
    #expect(whole.count == 19)
    #expect(whole.allSatisfy { text($0.events).contains("Do you have two minutes?") })
    #expect(cloud.loop.statistics.openedConnections == 1)
  }

  @Test(
    "every fault ends the answer with what to do next",
    arguments: [ProviderVendor.anthropic, .openai],
    [
      ("unauthorized", ["rejectedKey"]), ("rate-limit=7", ["rateLimited"]), ("server-error", ["failed"]),
      ("overloaded", ["overloaded", "rateLimited"]), ("redirect", ["unusableAnswer"]),
      ("html", ["unusableAnswer"]), ("huge", ["unusableAnswer"]), ("refuse", ["failed"]),
      ("close", ["failed"]), ("half-message", ["failed", "unusableAnswer"]),
      ("invalid-json", ["unusableAnswer"]), ("nan", ["unusableAnswer"]),
      ("empty:start", ["failed", "unusableAnswer"]),
      ("error-event", ["failed", "overloaded", "rateLimited"]),
    ])
  func faults(vendor: ProviderVendor, fault: (String, [String])) throws {
    let cloud = try SimulatedCloud(["\(vendor.rawValue):\(fault.0)"])
    let log = try ask(cloud, vendor)
    #expect(log.wait(until: isOver))
    guard case .failed(let error)? = log.events.last else {
      Issue.record("\(vendor) \(fault.0): \(log.events)")
      return
    }
    #expect(fault.1.contains(error.kind), "\(error)")
    #expect(!"\(error)".contains("sim-key"))
    if fault.0 == "rate-limit=7", case .rateLimited(_, let wait) = error {
      #expect(wait?.milliseconds == 7000)
    }
  }

  @Test("a wrong key is named, and not shown", arguments: [ProviderVendor.anthropic, .openai])
  func wrongKey(vendor: ProviderVendor) throws {
    let cloud = try SimulatedCloud(key: "sk-planted-4711")
    let log = try ask(cloud, vendor)
    #expect(log.wait(until: isOver))
    guard case .failed(.rejectedKey(let reason))? = log.events.last else {
      Issue.record("\(log.events)")
      return
    }
    #expect(reason.contains(vendor.keyVariable ?? "?"))
    #expect(!reason.contains("4711"))
  }

  @Test("an answer that is cancelled says nothing more", arguments: [ProviderVendor.anthropic, .openai])
  func cancelling(vendor: ProviderVendor) throws {
    let cloud = try SimulatedCloud(["\(vendor.rawValue):stall:8"])
    let log = EventLog<ChatEvent>()
    let model = try cloud.registry.model(choice(vendor))
    let answer = model.complete(ChatRequest(stablePrompt: "", messages: [.user("Hello?")])) { log.note($0) }
    #expect(log.wait { $0.contains { if case .text = $0 { true } else { false } } })
    answer.cancel()
    answer.cancel()
    let count = log.events.count
    #expect(log.wait { _ in cloud.loop.statistics.activeRequests == 0 })
    #expect(log.events.count == count)
  }
}
