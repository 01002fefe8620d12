internal import Audio
internal import Networking
public import Providers
internal import Wire

/// Deepgram's Nova models: one socket a call, for as long as the call lasts.
public struct DeepgramRecogniser: Recogniser {
  private let loop: ProviderLoop
  private let vendor: Vendor
  private let timing: CloudTiming
  private let model: String
  private let language: String?
  private let keyterms: [String]

  init(
    loop: ProviderLoop, vendor: Vendor, timing: CloudTiming, model: String, language: String?,
    keyterms: [String]
  ) {
    self.loop = loop
    self.vendor = vendor
    self.timing = timing
    self.model = model
    self.language = language
    self.keyterms = keyterms
  }

  public func openStream(
    sampleRate: Int, events: @escaping @Sendable (RecogniserEvent) -> Void
  ) throws(ProviderError) -> any RecogniserStream {
    // A call at 8 kHz is G.711 anyway: half the bytes, and nothing is lost.
    let encoding: DeepgramEncoding = sampleRate == 8000 ? .mulaw : .linear16
    var request = DeepgramListenRequest(model: model, encoding: encoding, sampleRate: sampleRate)
    request.language = language
    request.keyterms = keyterms
    let stream = CloudRecogniserStream(
      LiveTranscript(vendor, sampleRate: sampleRate), loop: loop, vendor: vendor, encoding: encoding,
      timing: timing, events: events)
    stream.open(vendor.listening(request.target, timing))
    return stream
  }
}

extension Vendor {
  /// Deepgram's listening sockets, of both kinds.
  func listening(_ target: String, _ timing: CloudTiming) -> WebSocketRequest {
    var request = WebSocketRequest(
      url: socketURL(target), headers: [("authorization", "Token " + (key?.headerValue ?? ""))],
      connectTimeout: timing.connect, silenceTimeout: timing.silence, maxMessageBytes: 1 << 20)
    // Sixteen seconds of audio at 16 kHz.
    request.maxQueuedBytes = 512 << 10
    return request
  }
}
