/// Whose server is simulated. Several belong to one company: what counts is the protocol.
public enum Vendor: String, Sendable, CaseIterable, Hashable {
  /// Deepgram's live recognition, `/v1/listen`.
  case deepgram
  /// Deepgram's Flux, `/v2/listen`.
  case flux
  /// Deepgram's voices, `/v1/speak`.
  case aura
  /// `/v1/messages`.
  case anthropic
  /// `.../chat/completions`.
  case openai
  /// `/tts/websocket`.
  case cartesia
  /// `/v1/text-to-speech/{voice}/stream-input`.
  case elevenlabs
  /// The user's own tools, `/webhook/...`.
  case webhook
  /// An OpenTelemetry collector, `/v1/traces`.
  case otlp

  init?(path: String) {
    switch path {
    case "/v1/listen": self = .deepgram
    case "/v2/listen": self = .flux
    case "/v1/speak": self = .aura
    case "/v1/messages": self = .anthropic
    case "/tts/websocket": self = .cartesia
    case "/v1/traces": self = .otlp
    default:
      if path.hasSuffix("/chat/completions") {
        self = .openai
      } else if path.hasPrefix("/v1/text-to-speech/"), path.hasSuffix("/stream-input") {
        self = .elevenlabs
      } else if path.hasPrefix("/webhook/") {
        self = .webhook
      } else {
        return nil
      }
    }
  }
}
