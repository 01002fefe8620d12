/// What a turn-based transcription of Deepgram's Flux models is asked for (`GET /v2/listen`, upgraded to a WebSocket).
///
/// Source: developers.deepgram.com/reference/speech-to-text/listen-flux and docs/flux/configuration.
public struct FluxListenRequest: Hashable, Sendable {
  public var model: String
  public var encoding: DeepgramEncoding
  /// Hz.
  public var sampleRate: Int
  /// 0.3…0.9: from this confidence an early end of the turn is announced; `nil` for none.
  public var eagerEndOfTurnThreshold: Double?
  /// 0.5…0.9: from this confidence the turn is over; 1 leaves that to ``DeepgramCommand/forceEndTurn`` and the timeout.
  public var endOfTurnThreshold: Double?
  /// 500…30 000 milliseconds of silence after which the turn is over whatever the confidence.
  public var endOfTurnTimeoutMs: Int?
  /// Names and terms to listen for.
  public var keyterms: [String] = []

  public init(model: String = "flux-general-en", encoding: DeepgramEncoding, sampleRate: Int) {
    self.model = model
    self.encoding = encoding
    self.sampleRate = sampleRate
  }

  /// The URL's path and query.
  public var target: String {
    var query = URLQuery()
    query.add("model", model)
    query.add("encoding", encoding.rawValue)
    query.add("sample_rate", sampleRate)
    query.add("eager_eot_threshold", eagerEndOfTurnThreshold)
    query.add("eot_threshold", endOfTurnThreshold)
    query.add("eot_timeout_ms", endOfTurnTimeoutMs)
    for keyterm in keyterms { query.add("keyterm", keyterm) }
    return "/v2/listen" + query.text
  }
}
