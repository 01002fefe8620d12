/// What ElevenLabs's voices are asked for: a WebSocket for one utterance, to which its text is sent piece by piece
/// (`/v1/text-to-speech/{voice}/stream-input`).
///
/// Source: elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-stream-input.
public struct ElevenLabsRequest: Hashable, Sendable {
  /// How the audio that comes back is coded.
  public enum Format: String, Hashable, Sendable {
    /// Signed 16-bit, little-endian.
    case linear16At8000 = "pcm_8000"
    case linear16At16000 = "pcm_16000"
    case linear16At24000 = "pcm_24000"
    /// G.711 µ-law, one byte a sample.
    case mulawAt8000 = "ulaw_8000"
  }

  public var voice: String
  public var model: String
  public var format: Format
  /// Two letters, such as `en`; only some models take it.
  public var language: String?
  /// 0…1; `nil` for the voice's own.
  public var stability: Double?
  /// 0…1; `nil` for the voice's own.
  public var similarity: Double?
  /// 0.7…1.2; `nil` for the voice's own.
  public var speed: Double?

  public init(voice: String, model: String, format: Format) {
    self.voice = voice
    self.model = model
    self.format = format
  }

  /// The URL's path and query. The text is spoken as it comes (`auto_mode`), without waiting for a number of
  /// characters: what is sent is whole clauses.
  public var target: String {
    var query = URLQuery()
    query.add("model_id", model)
    query.add("output_format", format.rawValue)
    query.add("language_code", language)
    query.add("auto_mode", true)
    query.add("sync_alignment", true)
    return "/v1/text-to-speech/\(URLQuery.encoded(voice))/stream-input" + query.text
  }

  /// The first message. The key goes into the header `xi-api-key`, not in here.
  public var opening: [UInt8] {
    var writer = JSONWriter()
    writer.member("text", " ")
    if stability != nil || similarity != nil || speed != nil {
      writer.object("voice_settings") {
        $0.member("stability", stability)
        $0.member("similarity_boost", similarity)
        $0.member("speed", speed)
      }
    }
    return writer.finished()
  }

  /// The next text. The API wants each piece to end with a space.
  /// - Parameter flush: speak all that was sent, without waiting for more.
  public static func text(_ text: String, flush: Bool = false) -> [UInt8] {
    var writer = JSONWriter()
    writer.member("text", text.hasSuffix(" ") ? text : text + " ")
    if flush { writer.member("flush", true) }
    return writer.finished()
  }

  /// The last message: no more text.
  public static let closing = Array(#"{"text":""}"#.utf8)
}
