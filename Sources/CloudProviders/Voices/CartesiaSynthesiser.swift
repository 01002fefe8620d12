internal import Audio
internal import Networking
public import Providers
internal import Wire

/// Cartesia's voices: a context a clause, over a few sockets that all calls share, and the times of words.
public struct CartesiaSynthesiser: Synthesiser {
  public let sampleRate: Int
  public let voiceIdentity: String
  private let vendor: Vendor
  private let pool: CartesiaPool
  private let model: String
  private let voice: String
  private let language: String?

  init(
    pool: CartesiaPool, vendor: Vendor, model: String, voice: String, language: String?, sampleRate: Int
  ) {
    self.pool = pool
    self.vendor = vendor
    self.model = model
    self.voice = voice
    self.language = language
    self.sampleRate = sampleRate
    voiceIdentity = "cartesia/\(model)/\(voice)/\(sampleRate)"
  }

  /// Opens a socket, so that the first clause does not wait for it.
  public func warm() { pool.warm() }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    let output = ClauseOutput(vendor: vendor, sampleRate: sampleRate, events: events)
    return pool.speak(output) { context in
      var request = CartesiaRequest(
        model: model, voice: voice, transcript: text, contextID: context, encoding: .linear16,
        sampleRate: sampleRate)
      request.language = language
      // The text is a whole clause: waiting for more would be in vain.
      request.maxBufferDelayMs = 0
      return request.message
    }
  }
}
