internal import Audio
internal import Networking
public import Providers
internal import Wire

/// ElevenLabs's voices: a socket a clause, and the times of words.
public struct ElevenLabsSynthesiser: Synthesiser {
  public let sampleRate: Int
  public let voiceIdentity: String
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let timing: CloudTiming
  private let request: ElevenLabsRequest

  init(loop: ProviderLoop, vendor: Vendor, timing: CloudTiming, request: ElevenLabsRequest) {
    self.loop = loop
    self.vendor = vendor
    self.timing = timing
    self.request = request
    sampleRate = request.format.sampleRate
    voiceIdentity = "elevenlabs/\(request.model)/\(request.voice)/\(request.format.rawValue)"
  }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    let output = ClauseOutput(vendor: vendor, sampleRate: sampleRate, events: events)
    let clause = ElevenLabsClause(output, vendor: vendor)
    let socket = WebSocketRequest(
      url: vendor.socketURL(request.target), headers: [("xi-api-key", vendor.key?.headerValue ?? "")],
      connectTimeout: timing.connect, silenceTimeout: timing.silence, maxMessageBytes: 4 << 20)
    clause.begin(
      socket,
      messages: [request.opening, ElevenLabsRequest.text(text, flush: true), ElevenLabsRequest.closing],
      on: loop)
    return clause
  }
}

extension ElevenLabsRequest.Format {
  /// Hz.
  var sampleRate: Int {
    switch self {
    case .linear16At8000, .mulawAt8000: 8000
    case .linear16At16000: 16_000
    case .linear16At24000: 24_000
    }
  }
}
