internal import Audio
internal import Networking
public import Providers
internal import Synchronization
internal import Wire

/// Deepgram's Aura voices: a request a clause, whose answer is the audio, over connections that are kept. They tell no
/// times of words.
public struct AuraSynthesiser: Synthesiser {
  public let sampleRate: Int
  public let voiceIdentity: String
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let timing: CloudTiming
  private let model: String

  /// - Parameter model: the voice with its generation and language, `aura-2-thalia-en`.
  init(loop: ProviderLoop, vendor: Vendor, timing: CloudTiming, model: String, sampleRate: Int) {
    self.loop = loop
    self.vendor = vendor
    self.timing = timing
    self.model = model
    self.sampleRate = sampleRate
    voiceIdentity = "deepgram/\(model)/\(sampleRate)"
  }

  /// Opens a connection, so that the first clause does not wait for it.
  public func warm() { loop.warm(origin: vendor.origin) }

  public func synthesise(
    _ text: String, events: @escaping @Sendable (SynthesisEvent) -> Void
  ) -> any Cancellable {
    let output = ClauseOutput(vendor: vendor, sampleRate: sampleRate, events: events)
    let clause = AuraClause(output, vendor: vendor)
    let request = AuraRequest(model: model, encoding: .linear16, sampleRate: sampleRate)
    clause.begin(
      HTTPRequest(
        method: "POST", url: vendor.url(request.target),
        headers: [
          ("authorization", "Token " + (vendor.key?.headerValue ?? "")), ("content-type", "application/json"),
        ], body: AuraRequest.body(text), timeouts: timing.http), on: loop)
    return clause
  }
}
