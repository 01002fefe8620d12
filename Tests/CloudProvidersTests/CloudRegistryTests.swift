import Conversation
import Networking
import Providers
import Testing

@testable import CloudProviders

@Suite("The registry of cloud providers")
struct CloudRegistryTests {
  private static let planted = "sk-planted-4711"
  private static let keys = [
    "DEEPGRAM_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "CARTESIA_API_KEY", "ELEVENLABS_API_KEY",
  ]

  private func registry(_ environment: [String: String]) throws -> CloudRegistry {
    CloudRegistry(loop: try ProviderLoop(), environment: environment)
  }

  private func full() -> [String: String] { Self.keys.reduce(into: [:]) { $0[$1] = Self.planted } }

  /// Makes what `choice` is for, in every role that it has.
  private func make(_ choice: ProviderChoice, _ registry: CloudRegistry) throws(ProviderError) -> [Any] {
    var made: [Any] = []
    for role in choice.vendor.roles {
      switch role {
      case .recogniser: made.append(try registry.recogniser(choice))
      case .model: made.append(try registry.model(choice))
      case .voice: made.append(try registry.voice(choice))
      }
    }
    return made
  }

  @Test(
    "a missing key is named with where to set it, before any call",
    arguments: [ProviderVendor.anthropic, .cartesia, .deepgram, .elevenlabs, .openai])
  func missingKey(vendor: ProviderVendor) throws {
    let error = #expect(throws: ProviderError.self) { try make(ProviderChoice(vendor), registry([:])) }
    #expect(error?.isLasting == true)
    #expect("\(error, default: "")".contains(vendor.keyVariable ?? "?"))
    #expect(!(try make(ProviderChoice(vendor), registry(full())).isEmpty))
  }

  @Test("a key with a line end is a mistake of the environment", arguments: ["a b", "a\n", "ä", " "])
  func unusableKey(key: String) throws {
    let registry = try registry(["ANTHROPIC_API_KEY": key])
    let error = #expect(throws: ProviderError.self) { try registry.model(ProviderChoice(.anthropic)) }
    #expect("\(error, default: "")".contains("ANTHROPIC_API_KEY"))
  }

  @Test("a server of one's own needs no key, but the name of its model")
  func ownServer() throws {
    let registry = try registry([:])
    var choice = ProviderChoice(.openai)
    choice.baseURL = "http://10.0.0.7:8080/v1/"
    #expect(throws: ProviderError.self) { try registry.model(choice) }
    choice.model = "qwen3"
    _ = try registry.model(choice)
  }

  @Test(
    "models that are none of the vendor's, and work that it does not do, are told at once",
    arguments: [
      (ProviderChoice(.anthropic, model: "gpt-4o"), ProviderVendor.Role.model),
      (ProviderChoice(.deepgram, model: "aura-2-thalia-en"), .recogniser),
      (ProviderChoice(.deepgram, model: "nova-3\r\nx: y"), .recogniser),
      (ProviderChoice(.deepgram, model: "nova-3"), .voice),
      (ProviderChoice(.cartesia, model: "eleven_x"), .voice),
      (ProviderChoice(.elevenlabs, model: "sonic-3"), .voice), (ProviderChoice(.cartesia), .model),
      (ProviderChoice(.anthropic), .voice), (ProviderChoice(.openai), .recogniser),
      (ProviderChoice(.embedded), .recogniser), (ProviderChoice(.scripted), .model),
    ])
  func unknownModels(choice: ProviderChoice, role: ProviderVendor.Role) throws {
    let registry = try registry(full())
    let error = #expect(throws: ProviderError.self) {
      switch role {
      case .recogniser: _ = try registry.recogniser(choice)
      case .model: _ = try registry.model(choice)
      case .voice: _ = try registry.voice(choice)
      }
    }
    #expect(error?.isLasting == true)
  }

  @Test(
    "an address that is none, or would show the key, is refused",
    arguments: [
      "api.example.com", "ftp://api.example.com", "https://", "https://a b", "https://user:x@api.example.com",
      "https://api.example.com?x=1", "http://api.example.com", "https://api.example.com#x",
    ])
  func addresses(url: String) throws {
    var environment = full()
    environment["STARLING_ANTHROPIC_URL"] = url
    let registry = try registry(environment)
    let error = #expect(throws: ProviderError.self) { try registry.model(ProviderChoice(.anthropic)) }
    #expect("\(error, default: "")".contains("STARLING_ANTHROPIC_URL"))
    #expect(!"\(error, default: "")".contains(Self.planted))
  }

  @Test("voices are named by what makes them sound alike")
  func identities() throws {
    let registry = try registry(full())
    let voices = try [
      registry.voice(ProviderChoice(.cartesia)), registry.voice(ProviderChoice(.cartesia, voice: "b")),
      registry.voice(ProviderChoice(.cartesia), sampleRate: 8000),
      registry.voice(ProviderChoice(.elevenlabs)),
      registry.voice(ProviderChoice(.deepgram)), registry.voice(ProviderChoice(.deepgram, voice: "apollo")),
    ]
    #expect(Set(voices.map(\.voiceIdentity)).count == voices.count)
    #expect(voices[2].sampleRate == 8000)
    #expect(voices[5].voiceIdentity == "deepgram/aura-2-apollo-en/16000")
    #expect(throws: ProviderError.self) { try registry.voice(ProviderChoice(.cartesia), sampleRate: 44_100) }
  }

  @Test("all that is wrong with a plan is told at once, and what needs no network is not asked for keys")
  func problems() throws {
    var plan = ProviderPlan()
    plan.recogniser = [ProviderChoice(.deepgram), ProviderChoice(.embedded)]
    plan.model = [
      ProviderChoice(.anthropic, model: "gpt-5"), ProviderChoice(.openai), ProviderChoice(.scripted),
    ]
    plan.voice = [ProviderChoice(.cartesia), ProviderChoice(.anthropic), ProviderChoice(.embedded)]
    #expect(try registry([:]).problems(with: plan).count == 5)
    #expect(try registry(full()).problems(with: plan).count == 2)
    #expect(try registry([:]).problems(with: ProviderPlan()).isEmpty)
  }

  @Test("a key is in no description and no dump of anything that holds it")
  func secrets() throws {
    let registry = try registry(full())
    for vendor in [ProviderVendor.anthropic, .cartesia, .deepgram, .elevenlabs, .openai] {
      for made in try make(ProviderChoice(vendor), registry) {
        var text = "\(made) \(String(reflecting: made))"
        dump(made, to: &text)
        #expect(!text.contains(Self.planted))
      }
    }
    var text = "\(registry)"
    dump(registry, to: &text)
    #expect(!text.contains(Self.planted))
  }
}
