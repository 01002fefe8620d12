import Foundation
import Testing

@testable import ProviderSimulator

@Suite("Faults on the wire", .serialized)
struct FaultsOnTheWireTests {
  static let question = """
    {"model":"claude-haiku-4-5","max_tokens":300,"stream":true,\
    "messages":[{"role":"user","content":"Hello?"}]}
    """
  static let headers = ["x-api-key: sim-key", "anthropic-version: 2023-06-01"]
  static let end = "0\r\n\r\n"

  private func ask(_ simulator: RunningSimulator, seconds: Double = 5) async throws -> RawClient {
    let client = try simulator.client()
    client.post("/v1/messages", Self.question, Self.headers)
    await client.wait(seconds: seconds) { $0.hasSuffix(Self.end) }
    return client
  }

  @Test("without a fault the stream has all of its events")
  func well() async throws {
    let simulator = try RunningSimulator()
    defer { simulator.stop() }
    let client = try await ask(simulator)
    let events = client.text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("event: ") }.map {
      $0.dropFirst(7)
    }
    .map { $0.trimmingPrefix(" ").filter { !$0.isWhitespace } }
    #expect(events.first == "message_start")
    #expect(events.suffix(3) == ["content_block_stop", "message_delta", "message_stop"])
    #expect(!client.isClosed)
  }

  @Test(
    "each status is the vendor's own",
    arguments: [
      ("unauthorized", "401", "authentication_error"), ("rate-limit=5", "429", "Retry-After: 5"),
      ("server-error", "500", "api_error"), ("overloaded", "529", "overloaded_error"),
      ("redirect", "307", "Location: https://redirected.invalid/v1/messages"),
      ("html", "200", "<!doctype html>"),
    ])
  func statuses(_ fault: String, _ status: String, _ content: String) async throws {
    let simulator = try RunningSimulator("anthropic:\(fault)::1")
    defer { simulator.stop() }
    let client = try simulator.client()
    client.post("/v1/messages", Self.question, Self.headers)
    #expect(await client.wait { $0.contains(content) })
    #expect(client.text.hasPrefix("HTTP/1.1 \(status) "))
    let second = try await ask(simulator)
    #expect(second.text.hasSuffix(Self.end), "only the first one fails")
  }

  @Test("a stream that is cut has neither its end nor a TLS goodbye", arguments: ["close", "half-message"])
  func cut(_ fault: String) async throws {
    let simulator = try RunningSimulator("anthropic:\(fault):4")
    defer { simulator.stop() }
    let client = try await ask(simulator)
    #expect(client.isClosed)
    #expect(client.text.contains("event: content_block_delta"))
    #expect(!client.text.hasSuffix(Self.end))
    #expect(client.problem?.contains("uncleanShutdown") == true)
  }

  @Test("a stalled stream stays open and says nothing more")
  func stall() async throws {
    let simulator = try RunningSimulator("anthropic:stall:4")
    defer { simulator.stop() }
    let client = try await ask(simulator, seconds: 0.5)
    #expect(!client.isClosed)
    #expect(client.text.contains("message_start"))
    #expect(!client.text.contains("message_stop"))
  }

  @Test(
    "a stall with a length goes on afterwards, and a drip comes to its end too",
    arguments: ["stall=0.3:4", "drip=3000:4"])
  func slow(_ fault: String) async throws {
    let begun = ContinuousClock.now
    let simulator = try RunningSimulator("anthropic:\(fault)")
    defer { simulator.stop() }
    let client = try await ask(simulator)
    #expect(client.text.hasSuffix(Self.end))
    #expect(ContinuousClock.now - begun > .milliseconds(250))
  }

  @Test(
    "what is spoilt inside of the stream is spoilt, and the stream ends",
    arguments: [
      ("nan:0", "\"index\":NaN"), ("control-characters", "\\u0000"), ("wrong-language", "对"),
      ("error-event:3", "event: error"),
    ])
  func contents(_ fault: String, _ content: String) async throws {
    let simulator = try RunningSimulator("anthropic:\(fault)")
    defer { simulator.stop() }
    let client = try await ask(simulator)
    #expect(client.text.contains(content))
  }

  @Test("an empty success has an envelope, or nothing at all")
  func empty() async throws {
    let envelopeSimulator = try RunningSimulator("anthropic:empty")
    defer { envelopeSimulator.stop() }
    let envelope = try await ask(envelopeSimulator)
    #expect(envelope.text.contains("message_stop"))
    #expect(!envelope.text.contains("text_delta"))
    let nothing = try RunningSimulator("anthropic:empty:start")
    defer { nothing.stop() }
    let client = try nothing.client()
    client.post("/v1/messages", Self.question, Self.headers)
    #expect(await client.wait { $0.hasSuffix("\r\n\r\n") })
    #expect(client.text.contains("Content-Length: 0"))
  }

  @Test("out of order: the first event comes second")
  func order() async throws {
    let simulator = try RunningSimulator("anthropic:out-of-order:0")
    defer { simulator.stop() }
    let client = try await ask(simulator)
    let text = client.text
    let start = try #require(text.range(of: "event: message_start"))
    let ping = try #require(text.range(of: "event: ping"))
    #expect(ping.lowerBound < start.lowerBound)
  }

  @Test("invalid JSON: one event is cut")
  func invalid() async throws {
    let simulator = try RunningSimulator("anthropic:invalid-json:0")
    defer { simulator.stop() }
    let client = try await ask(simulator)
    let first = client.text.split(separator: "\n").first { $0.hasPrefix("data: ") } ?? ""
    #expect(JSONText.object(Array(first.dropFirst(6).utf8)) == nil)
    #expect(client.text.hasSuffix(Self.end))
  }

  @Test("on a vendor's own port a connection is refused before TLS, the others' are not")
  func refuse() async throws {
    let simulator = try RunningSimulator("anthropic:refuse")
    defer { simulator.stop() }
    let refused = try simulator.client(.anthropic)
    refused.post("/v1/messages", Self.question, Self.headers)
    #expect(await refused.wait(seconds: 2))
    #expect(refused.bytes.isEmpty)
    let other = try simulator.client(.openai)
    other.get("/sim/state")
    #expect(await other.wait { $0.contains("\"vendors\"") })
  }

  @Test("an expired certificate is shown on the vendor's port, and on one for all")
  func expired() async throws {
    let simulator = try RunningSimulator("anthropic:expired-certificate::1")
    defer { simulator.stop() }
    let port = try #require(simulator.simulator.expiredPort)
    for client in [
      try simulator.client(.anthropic), try RawClient(port: port, authority: simulator.authority),
    ] {
      client.get("/sim/state")
      #expect(await client.wait(seconds: 2))
      #expect(client.bytes.isEmpty)
      #expect(client.problem?.contains("CERTIFICATE_VERIFY_FAILED") == true)
    }
    let second = try simulator.client(.anthropic)
    second.get("/sim/state")
    #expect(await second.wait { $0.contains("\"vendors\"") })
  }

  @Test("faults are switched while it runs, and hit what is open at once")
  func switching() async throws {
    let simulator = try RunningSimulator()
    defer { simulator.stop() }
    let listener = try simulator.client(.deepgram)
    listener.upgrade("/v1/listen?encoding=mulaw&sample_rate=8000", ["Authorization: Token sim-key"])
    #expect(await listener.wait { $0.hasPrefix("HTTP/1.1 101") })
    #expect(listener.text.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
    let control = try simulator.client()
    control.post("/sim/faults", "{\"add\":[\"deepgram:close:now\",\"deepgram:unauthorized\"]}")
    #expect(await control.wait { $0.contains("deepgram:unauthorized") })
    #expect(await listener.wait(seconds: 2))
    #expect(listener.isClosed)
    let again = try simulator.client()
    again.upgrade("/v1/listen?encoding=mulaw&sample_rate=8000", ["Authorization: Token sim-key"])
    #expect(await again.wait { $0.contains("INVALID_AUTH") })
    #expect(simulator.simulator.state.contains("\"deepgram\":{\"connections\":2"))
  }
}
