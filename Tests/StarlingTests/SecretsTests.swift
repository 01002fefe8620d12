import Foundation
import Testing

/// Keys that are planted in every place for a secret, and looked for in everything that the program says.
@Suite("Secrets", .timeLimit(.minutes(3)))
struct SecretsTests {
  private static let master = String(String(repeating: "5ec2e7", count: 11).prefix(64))
  private static let token = "planted-media-token-0123456789"
  private static let header = "planted-collector-header-0123456789"
  /// Of the environment, none of which is to be seen anywhere.
  private static let planted = [
    "DEEPGRAM_API_KEY": "planted-deepgram-0123456789", "ANTHROPIC_API_KEY": "planted-anthropic-0123456789",
    "OPENAI_API_KEY": "planted-openai-0123456789", "CARTESIA_API_KEY": "planted-cartesia-0123456789",
    "ELEVENLABS_API_KEY": "planted-elevenlabs-0123456789", "BOOKING_SECRET": "planted-webhook-0123456789",
    "STARLING_MEDIA_TOKEN": token, "STARLING_MASTER_KEY": master,
  ]
  private static var environment: [String: String] {
    planted.merging([
      // Nobody listens there: failures are told, too.
      "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
      "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20\(header)",
    ]) { $1 }
  }

  private static func secrets(in text: String) -> [String] {
    (Array(planted.values) + [header]).filter { text.contains($0) }
  }

  @Test(
    "are in nothing that a command prints, not even what was typed in the wrong place",
    arguments: [
      ["config", "print"], ["config", "print", "--json"], ["doctor"], ["doctor", "--json"],
      ["serve", "--port", "planted-openai-0123456789"], ["serve", "--agent", "planted-openai-0123456789"],
      ["calls", "list"], ["transcript", "planted-openai-0123456789"],
    ])
  func commands(arguments: [String]) throws {
    let folder = ServedEngine.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (_, said) = try ServedEngine.run(arguments + ["--data-dir", folder], environment: Self.environment)
    #expect(!said.isEmpty)
    #expect(Self.secrets(in: said).isEmpty)
  }

  @Test("are in no log line and on no page of a server that holds calls", arguments: ["text", "json"])
  func server(format: String) async throws {
    let engine = try await ServedEngine(
      ["--log-format", format, "--log-level", "trace", "--trace-content"], environment: Self.environment)
    let callers = try engine.call(["--concurrent", "2", "--duration", "3s"])
    #expect(await engine.hasCalls(2))
    for path in ["/metrics", "/calls", "/livez", "/readyz", "/nowhere"] {
      let page = try #require(await engine.page(path))
      #expect(Self.secrets(in: page.body).isEmpty)
    }
    callers.waitUntilExit()
    engine.signal()
    #expect(await engine.exitCode(within: 60) == 0)
    let lines = engine.said.split(separator: "\n").map(String.init)
    // The address that the carrier is to be given holds the token, and is meant to.
    let announced = lines.filter { $0.hasPrefix("media stream") || $0.contains("<Stream ") }
    let rest = lines.filter { !announced.contains($0) }.joined(separator: "\n")
    #expect(Self.secrets(in: rest).isEmpty)
    #expect(Self.secrets(in: announced.joined()).allSatisfy { $0 == Self.token })
    #expect(rest.contains("spans cannot be sent"))
    guard format == "json" else { return }
    for line in lines where line.hasPrefix("{") {
      let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(fields?["level"] is String && fields?["message"] is String && fields?["time"] is String)
    }
    #expect(lines.contains { $0.contains("call ended") && $0.contains("\"call\":\"") })
  }
}
