/// Who can do a piece of an agent's work; the raw value is what a YAML file says.
public enum ProviderVendor: String, Sendable, Equatable, Codable, CaseIterable {
  case anthropic, cartesia, deepgram, elevenlabs
  /// The engine's own recogniser and voices, which need no network.
  case embedded
  /// Anything that speaks OpenAI's chat completions; `base_url` says where.
  case openai
  /// The agent's flow, without a language model.
  case scripted

  public enum Role: String, Sendable, Equatable, Codable, CaseIterable {
    case recogniser, model, voice
  }

  public var roles: [Role] {
    switch self {
    case .anthropic, .openai, .scripted: [.model]
    case .cartesia, .elevenlabs: [.voice]
    case .deepgram, .embedded: [.recogniser, .voice]
    }
  }

  /// Where its key is looked for; nil for those that need none.
  public var keyVariable: String? {
    switch self {
    case .anthropic: "ANTHROPIC_API_KEY"
    case .cartesia: "CARTESIA_API_KEY"
    case .deepgram: "DEEPGRAM_API_KEY"
    case .elevenlabs: "ELEVENLABS_API_KEY"
    case .openai: "OPENAI_API_KEY"
    case .embedded, .scripted: nil
    }
  }
}
