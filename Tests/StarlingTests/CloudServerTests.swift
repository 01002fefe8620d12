import Audio
import Foundation
import ProviderSimulator
import Records
import Storage
import Testing

/// The program with an agent whose providers are vendors, simulated on loopback.
@Suite("A server with vendors", .serialized, .timeLimit(.minutes(5)))
struct CloudServerTests {
  /// Ends at once, since something is wrong; what it said.
  private static func refused(_ vendors: SimulatedVendors, _ command: String = "serve") throws -> (
    code: Int32, said: String
  ) {
    let folder = ServedEngine.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let place = ["--port", "0", "--admin-port", "0", "--data-dir", folder]
    return try ServedEngine.run([command] + vendors.flags + place, environment: vendors.environment)
  }

  @Test(
    "names every key that is missing, and where to set it, before it opens a port",
    arguments: ["serve", "doctor"])
  func missingKeys(command: String) throws {
    var keys = ProviderSimulator.keyVariables.reduce(into: [String: String]()) { $0[$1] = "" }
    // A server of one's own that speaks OpenAI's language often wants none.
    keys["OPENAI_API_KEY"] = nil
    keys["BOOKING_SECRET"] = ""
    let (code, said) = try Self.refused(try SimulatedVendors(keys: keys), command)
    #expect(code == (command == "serve" ? 2 : 1), "\(said)")
    for key in keys.keys { #expect(said.contains("set \(key) in the environment"), "\(said)") }
  }

  @Test("names a key that a vendor does not take and never shows it", arguments: ["serve", "doctor"])
  func wrongKeys(command: String) throws {
    let keys = [
      "DEEPGRAM_API_KEY": "planted-key-1-0123456789", "ELEVENLABS_API_KEY": "planted-key-2-0123456789",
    ]
    let (code, said) = try Self.refused(try SimulatedVendors(keys: keys), command)
    #expect(code == (command == "serve" ? 2 : 1), "\(said)")
    for key in keys.keys { #expect(said.contains(key), "\(said)") }
    #expect(!said.contains("planted"))
    #expect(!said.contains("ANTHROPIC_API_KEY"))
  }

  @Test(
    "names a model that no vendor has, a script that hides models, and a price that a budget needs",
    arguments: [
      ("claude-haiku-4-5", "gpt-9", "\"gpt-9\""),
      ("{vendor: openai, ", "{vendor: scripted}\n    - {vendor: openai, ", "scripted"),
      ("sonic-3", "sonic-9", "cartesia/sonic-9"),
    ])
  func agentMistakes(part: String, replacement: String, named: String) throws {
    let vendors = try SimulatedVendors { $0.replacingOccurrences(of: part, with: replacement) }
    let (code, said) = try Self.refused(vendors)
    #expect(code == 2)
    #expect(said.contains(named), "\(said)")
  }

  @Test("an agent with vendors passes the doctor when they answer")
  func healthy() throws {
    let (_, said) = try Self.refused(try SimulatedVendors(), "doctor")
    for name in ["deepgram/nova-3", "anthropic/claude-haiku-4-5", "cartesia/sonic-3"] {
      #expect(said.contains(name), "\(said)")
    }
    #expect(said.contains("it answers"), "\(said)")
  }

  @Test(
    "a call survives a vendor that fails in its middle, ends politely, and leaves what it used and cost",
    arguments: [
      ["anthropic:close:middle:2-99"], ["cartesia:stall:middle:4-99"], ["deepgram:close:middle:2-99"], [],
    ])
  func call(faults: [String]) async throws {
    let vendors = try SimulatedVendors(faults)
    let engine = try await ServedEngine(vendors.flags, environment: vendors.environment)
    let caller = try engine.call(["--caller", "fixtures/callers/refusal"])
    caller.waitUntilExit()
    #expect(caller.terminationStatus == 0)
    #expect(await engine.hasCalls(0))
    let metrics = try #require(await engine.page("/metrics")).body
    #expect(metrics.contains("starling_provider_succeeded_total{"), "\(metrics)")
    #expect(metrics.contains("starling_cost_today_usd{"))
    engine.signal()
    #expect(await engine.exitCode(within: 60) == 0)
    #expect(!engine.said.contains("sim-key"))
    let store = try CallStore.reading(path: "\(engine.folder)/starling.sqlite")
    let call = try #require(try store.calls(CallQuery(limit: 1)).calls.first)
    let transcript = try #require(try store.transcript(of: call.id))
    let heard = transcript.turns.filter { $0.speaker == .caller }.map(\.text).joined(separator: " ")
    #expect(heard.lowercased().contains("not interested"), "\(transcript.turns)")
    #expect(["agent_ended", "caller_hung_up"].contains(call.endReason))
    let rows = try store.usage(of: call.id)
    let units = Set(rows.map(\.unit))
    #expect(
      units.isSuperset(of: ["media_seconds", "recognition_seconds", "tokens_in", "synthesis_characters"]),
      "\(rows)")
    #expect(rows.contains { $0.provider == "anthropic/claude-haiku-4-5" && ($0.costMicros ?? 0) > 0 })
  }
}
