import Conversation

/// The adapters, by the names that the simulator has for their servers.
enum MatrixAdapter: String, Sendable, CaseIterable {
  case deepgram, flux, anthropic, openai, cartesia, elevenlabs, aura

  static let recognisers = [MatrixAdapter.deepgram, .flux]
  static let models = [MatrixAdapter.anthropic, .openai]
  static let voices = [MatrixAdapter.cartesia, .elevenlabs, .aura]

  var vendor: ProviderVendor {
    switch self {
    case .deepgram, .flux, .aura: .deepgram
    case .anthropic: .anthropic
    case .openai: .openai
    case .cartesia: .cartesia
    case .elevenlabs: .elevenlabs
    }
  }

  private var model: String {
    switch self {
    case .deepgram: "nova-3"
    case .flux: "flux-general-en"
    case .anthropic: "claude-haiku-4-5"
    case .openai: "gpt-4.1-mini"
    case .cartesia, .elevenlabs, .aura: ""
    }
  }

  /// Who goes on in its place.
  var second: MatrixAdapter {
    switch self {
    case .deepgram: .flux
    case .flux: .deepgram
    case .anthropic: .openai
    case .openai: .anthropic
    case .cartesia: .elevenlabs
    case .elevenlabs: .aura
    case .aura: .cartesia
    }
  }

  /// Of the server on this port of loopback.
  func choice(port: Int) -> ProviderChoice {
    var choice = ProviderChoice(vendor, model: model)
    choice.baseURL = "https://127.0.0.1:\(port)" + (self == .openai ? "/v1" : "")
    return choice
  }
}
