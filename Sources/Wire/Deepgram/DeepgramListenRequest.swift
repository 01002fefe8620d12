/// What a live transcription of Deepgram's Nova models is asked for (`GET /v1/listen`, upgraded to a WebSocket).
///
/// Source: developers.deepgram.com/reference/speech-to-text/listen-streaming.
public struct DeepgramListenRequest: Hashable, Sendable {
  public var model: String
  public var encoding: DeepgramEncoding
  /// Hz.
  public var sampleRate: Int
  /// BCP 47, such as `en-US`; `nil` leaves it to the model.
  public var language: String?
  public var interimResults = true
  /// Milliseconds of silence after which a result is `speech_final`; `nil` turns it off.
  public var endpointingMs: Int?
  /// Milliseconds without words after which `UtteranceEnd` comes, 1000 or more; `nil` for none.
  public var utteranceEndMs: Int?
  public var vadEvents = false
  public var smartFormat = true
  public var punctuate = true
  /// Names and terms to listen for.
  public var keyterms: [String] = []

  public init(model: String = "nova-3", encoding: DeepgramEncoding, sampleRate: Int) {
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
    query.add("channels", 1)
    query.add("language", language)
    query.add("interim_results", interimResults)
    query.add("endpointing", endpointingMs.map { String($0) } ?? "false")
    query.add("utterance_end_ms", utteranceEndMs)
    query.add("vad_events", vadEvents ? true : nil)
    query.add("smart_format", smartFormat)
    query.add("punctuate", punctuate)
    for keyterm in keyterms { query.add("keyterm", keyterm) }
    return "/v1/listen" + query.text
  }
}
