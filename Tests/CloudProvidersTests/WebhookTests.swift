import CloudProviders
import Conversation
import Foundation
import ProviderSimulator
import Providers
import Testing

@Suite("Tools over the network", .timeLimit(.minutes(2)))
struct WebhookTests {
  private func use(
    _ cloud: SimulatedCloud, _ path: String, key: String = "k1", secret: String = "", timeout: Double = 5
  ) -> ToolUse {
    var tool = ToolDefinition(
      name: "book_visit", description: "Books.", parameters: .none,
      url: "https://127.0.0.1:\(cloud.simulator.port)/webhook/\(path)")
    tool.secretVariable = secret
    tool.timeoutSeconds = timeout
    return ToolUse(tool: tool, arguments: #"{"day":"Tuesday"}"#, call: "call-1", idempotencyKey: key)
  }

  private func run(_ cloud: SimulatedCloud, _ use: ToolUse) -> ToolAnswer? {
    let log = EventLog<ToolAnswer>()
    let runner = WebhookRunner(loop: cloud.loop, environment: ["BOOKING_SECRET": "s3cret-4711"])
    _ = runner.run(use) { log.note($0) }
    #expect(log.wait { !$0.isEmpty })
    return log.events.count == 1 ? log.events[0] : nil
  }

  @Test("a tool is sent its arguments, and its answer comes back")
  func answers() throws {
    let cloud = try SimulatedCloud()
    guard case .result(let text)? = run(cloud, use(cloud, "echo", secret: "BOOKING_SECRET")) else {
      Issue.record("no result")
      return
    }
    #expect(text.contains(#""arguments""#) && text.contains("Tuesday") && text.contains("call-1"))
    #expect(!text.contains("s3cret"))
  }

  @Test("the same wish is granted once")
  func idempotency() throws {
    let cloud = try SimulatedCloud()
    let first = run(cloud, use(cloud, "booking"))
    #expect(run(cloud, use(cloud, "booking")) == first)
    #expect(run(cloud, use(cloud, "booking", key: "k2")) != first)
  }

  @Test(
    "a tool that answers badly fails with what to do next",
    arguments: [
      ("redirect", "unusableAnswer"), ("html", "unusableAnswer"), ("error", "failed"), ("hang", "noProgress"),
    ])
  func faults(path: String, kind: String) throws {
    let cloud = try SimulatedCloud()
    guard case .failed(let error)? = run(cloud, use(cloud, path, timeout: 1)) else {
      Issue.record("no failure")
      return
    }
    #expect(error.kind == kind, "\(error)")
  }

  @Test("ten megabytes are cut to what a model may be shown")
  func huge() throws {
    let cloud = try SimulatedCloud()
    guard case .result(let text)? = run(cloud, use(cloud, "huge")) else {
      Issue.record("no result")
      return
    }
    #expect(text.utf8.count == ToolUse.longestAnswer)
  }

  @Test("a secret that is not there is named before anything is sent")
  func missingSecret() throws {
    let cloud = try SimulatedCloud()
    let use = use(cloud, "echo", secret: "NO_SUCH_SECRET")
    guard case .failed(.misconfigured(let reason))? = run(cloud, use) else {
      Issue.record("no failure")
      return
    }
    #expect(reason.contains("NO_SUCH_SECRET"))
    let runner = WebhookRunner(loop: cloud.loop, environment: [:])
    #expect(runner.problem(with: use.tool) != nil)
  }

  @Test("a tool that is cancelled answers nothing")
  func cancelling() throws {
    let cloud = try SimulatedCloud()
    let log = EventLog<ToolAnswer>()
    let runner = WebhookRunner(loop: cloud.loop, environment: [:])
    let call = runner.run(use(cloud, "hang", timeout: 1)) { log.note($0) }
    call.cancel()
    Thread.sleep(forTimeInterval: 1.2)
    #expect(log.events.isEmpty)
  }
}
