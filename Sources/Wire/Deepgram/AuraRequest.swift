/// What Deepgram's voices are asked for: the whole text in one request (`POST /v1/speak`, the answer's body is audio),
/// or over a socket at the same path.
///
/// Source: developers.deepgram.com/reference/text-to-speech/speak-request and speak-streaming.
public struct AuraRequest: Hashable, Sendable {
  /// The voice with its generation and language, such as `aura-2-thalia-en`.
  public var model: String
  public var encoding: DeepgramEncoding
  /// Hz: 8000, 16 000, 24 000, 32 000 or 48 000 for `linear16`, 8000 or 16 000 for the others.
  public var sampleRate: Int

  /// The most characters that one request may speak.
  public static let mostCharacters = 2000

  public init(model: String, encoding: DeepgramEncoding, sampleRate: Int) {
    self.model = model
    self.encoding = encoding
    self.sampleRate = sampleRate
  }

  /// The path and query of the request whose answer is audio without a file's header around it.
  public var target: String { path(container: "none") }

  /// The path and query of the socket; its audio never has a header.
  public var socketTarget: String { path(container: nil) }

  /// The body of the request.
  public static func body(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.member("text", text)
    return writer.finished()
  }

  private func path(container: String?) -> String {
    var query = URLQuery()
    query.add("model", model)
    query.add("encoding", encoding.rawValue)
    query.add("sample_rate", sampleRate)
    query.add("container", container)
    return "/v1/speak" + query.text
  }
}
