internal import Audio
internal import Networking
public import Providers
internal import Wire

/// Deepgram's Flux models, which hear turns: one socket a call, for as long as the call lasts.
public struct FluxRecogniser: Recogniser {
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let timing: CloudTiming
  private let model: String
  private let keyterms: [String]

  init(loop: ProviderLoop, vendor: Vendor, timing: CloudTiming, model: String, keyterms: [String]) {
    self.loop = loop
    self.vendor = vendor
    self.timing = timing
    self.model = model
    self.keyterms = keyterms
  }

  public func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    let encoding: DeepgramEncoding = sampleRate == 8000 ? .mulaw : .linear16
    var request = FluxListenRequest(model: model, encoding: encoding, sampleRate: sampleRate)
    // When a turn is over is the engine's to say; an early guess makes its question quick to answer.
    request.eagerEndOfTurnThreshold = 0.5
    request.endOfTurnTimeoutMs = 5000
    request.keyterms = keyterms
    let stream = CloudRecogniserStream(
      TurnTranscript(vendor, sampleRate: sampleRate), loop: loop, vendor: vendor, encoding: encoding,
      timing: timing, events: events)
    stream.open(vendor.listening(request.target, timing))
    return stream
  }
}
