import Foundation
import Testing

@testable import ProviderSimulator

@Suite("Vendors", .serialized)
struct VendorTests {
  @Test(
    "a wrong key is answered as the vendor answers it",
    arguments: [
      ("/v1/messages", "x-api-key: bad", "authentication_error"),
      ("/v1/chat/completions", "Authorization: Bearer bad", "invalid_api_key"),
      ("/v1/speak", "Authorization: Token bad", "INVALID_AUTH"),
      ("/v1/listen?encoding=mulaw&sample_rate=8000", "Authorization: Token bad", "INVALID_AUTH"),
      ("/tts/websocket?cartesia_version=2025-04-16", "X-API-Key: bad", "\"status_code\":401"),
      ("/v1/text-to-speech/x/stream-input?output_format=pcm_16000", "xi-api-key: bad", "invalid_api_key"),
    ])
  func keys(_ path: String, _ header: String, _ content: String) async throws {
    let simulator = try RunningSimulator()
    defer { simulator.stop() }
    let client = try simulator.client()
    if path.contains("?") { client.upgrade(path, [header]) } else { client.post(path, "{}", [header]) }
    #expect(await client.wait { $0.contains(content) })
    #expect(client.text.hasPrefix("HTTP/1.1 401 "))
    #expect(simulator.simulator.state.contains("\"rejected_keys\":1"))
  }

  @Test("Cartesia speaks a context with times, cancels one, and names an unknown model")
  func cartesia() async throws {
    let simulator = try RunningSimulator()
    defer { simulator.stop() }
    let client = try simulator.client(.cartesia)
    client.upgrade("/tts/websocket?cartesia_version=2025-04-16", ["X-API-Key: sim-key"])
    #expect(await client.wait { $0.hasPrefix("HTTP/1.1 101") })
    func ask(_ id: String, model: String = "sonic-3", continues: Bool = false) {
      client.message(
        """
        {"model_id":"\(model)","transcript":"Hello there. ","voice":{"mode":"id","id":"v"},"context_id":"\(id)",\
        "output_format":{"container":"raw","encoding":"pcm_mulaw","sample_rate":8000},"add_timestamps":true,\
        "continue":\(continues)}
        """)
    }
    ask("one")
    #expect(await client.wait { $0.contains("\"type\":\"done\"") && $0.contains("\"context_id\":\"one\"") })
    #expect(client.text.contains("\"words\":[\"Hello\"]"))
    ask("two", continues: true)
    client.message("{\"context_id\":\"two\",\"cancel\":true}")
    #expect(await client.wait { $0.components(separatedBy: "\"type\":\"done\"").count == 3 })
    ask("three", model: "nothing")
    #expect(await client.wait { $0.contains("model_not_found") })
    #expect(simulator.simulator.state.contains("\"cancels\":1"))
  }

  @Test("ElevenLabs aligns characters, and refuses MP3")
  func elevenlabs() async throws {
    let simulator = try RunningSimulator()
    defer { simulator.stop() }
    let client = try simulator.client(.elevenlabs)
    client.upgrade("/v1/text-to-speech/x/stream-input?output_format=ulaw_8000", ["xi-api-key: sim-key"])
    #expect(await client.wait { $0.hasPrefix("HTTP/1.1 101") })
    for text in [" ", "Hello ", "there. ", ""] { client.message("{\"text\":\"\(text)\"}") }
    #expect(await client.wait { $0.contains("\"isFinal\":true") })
    #expect(client.text.contains("\"chars\":[\"H\",\"e\",\"l\",\"l\",\"o\",\" \","))
    let other = try simulator.client(.elevenlabs)
    other.upgrade("/v1/text-to-speech/x/stream-input", ["xi-api-key: sim-key"])
    #expect(await other.wait { $0.hasPrefix("HTTP/1.1 400") })
  }

  @Test(
    "Aura speaks at the rate that was asked for, or at another when it is told to", arguments: [false, true])
  func aura(_ isWrong: Bool) async throws {
    let simulator = isWrong ? try RunningSimulator("aura:wrong-rate") : try RunningSimulator()
    defer { simulator.stop() }
    let client = try simulator.client(.aura)
    client.post(
      "/v1/speak?encoding=linear16&sample_rate=8000&container=none", "{\"text\":\"Good morning.\"}",
      ["Authorization: Token sim-key"])
    #expect(await client.wait { $0.hasSuffix("0\r\n\r\n") })
    let seconds = Double(client.bytes.count) / 16_000
    #expect((isWrong ? 1.2...3.0 : 0.6...1.5).contains(seconds), "\(seconds) s")
  }

  @Test("a booking is made once for a key, and traces are kept")
  func tools() async throws {
    let simulator = try RunningSimulator()
    defer { simulator.stop() }
    let client = try simulator.client(.webhook)
    for _ in 0..<2 { client.post("/webhook/booking", "{\"when\":\"Tuesday\"}", ["Idempotency-Key: k1"]) }
    #expect(await client.wait { $0.components(separatedBy: "\"B-1001\"").count == 3 })
    let traces = try simulator.client(.otlp)
    traces.post("/v1/traces", "{\"resourceSpans\":[]}", ["Content-Type: application/json"])
    #expect(await traces.wait { $0.contains("partialSuccess") })
    traces.get("/sim/traces")
    #expect(await traces.wait { $0.contains("[{\"resourceSpans\":[]}]") })
  }

  @Test(
    "a request that the vendor would refuse is refused with the reason",
    arguments: [
      ("{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "model: Field required"),
      ("{\"model\":\"claude-x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "max_tokens"),
      ("{\"model\":\"claude-x\",\"max_tokens\":1,\"messages\":[]}", "at least one message"),
      (
        "{\"model\":\"claude-x\",\"max_tokens\":1,\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}",
        "first message"
      ),
      (
        """
        {"model":"claude-x","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_result",\
        "tool_use_id":"t"}]}]}
        """, "tool_use_id"
      ),
      (
        "{\"model\":\"gpt\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
        "not_found_error"
      ),
      ("[1", "not a JSON object"),
    ])
  func mistakes(_ body: String, _ reason: String) async throws {
    let simulator = try RunningSimulator()
    defer { simulator.stop() }
    let client = try simulator.client()
    client.post("/v1/messages", body, ["x-api-key: sim-key", "anthropic-version: 2023-06-01"])
    #expect(await client.wait { $0.contains(reason) })
  }
}
