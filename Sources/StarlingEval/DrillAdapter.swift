import ArgumentParser
import CloudProviders
import Conversation
import ProviderSimulator

/// The adapters, by the names that the simulator has for their servers.
enum DrillAdapter: String, CaseIterable, ExpressibleByArgument {
  case deepgram, flux, anthropic, openai, cartesia, elevenlabs, aura

  var role: ProviderVendor.Role {
    switch self {
    case .deepgram, .flux: .recogniser
    case .anthropic, .openai: .model
    case .cartesia, .elevenlabs, .aura: .voice
    }
  }

  /// Who goes on in its place.
  var second: DrillAdapter {
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

  /// Both in the roles that are not under test, too.
  static func list(_ role: ProviderVendor.Role, tested: DrillAdapter) -> [DrillAdapter] {
    if tested.role == role { return [tested, tested.second] }
    switch role {
    case .recogniser: return [.deepgram, .flux]
    case .model: return [.anthropic, .openai]
    case .voice: return [.cartesia, .elevenlabs]
    }
  }

  /// At its vendor's own port: some faults strike a connection before any path is known.
  func choice(of simulator: ProviderSimulator) -> ProviderChoice {
    var choice = ProviderChoice(vendor, model: model)
    let port = Vendor(rawValue: rawValue).flatMap { simulator.ports[$0] } ?? 0
    choice.baseURL = "https://127.0.0.1:\(port)" + (self == .openai ? "/v1" : "")
    return choice
  }

  private var vendor: ProviderVendor {
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
}
