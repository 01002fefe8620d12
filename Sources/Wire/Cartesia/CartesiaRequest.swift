/// What Cartesia's voices are asked for on their WebSocket: one message a piece of text, in a context that keeps one
/// piece's melody in the next.
///
/// Source: docs.cartesia.ai/api-reference/tts/websocket.
public struct CartesiaRequest: Hashable, Sendable {
  /// How the audio that comes back is coded.
  public enum Encoding: String, Hashable, Sendable {
    /// Signed 16-bit, little-endian.
    case linear16 = "pcm_s16le"
    /// G.711 µ-law, one byte a sample.
    case mulaw = "pcm_mulaw"
    /// G.711 A-law, one byte a sample.
    case alaw = "pcm_alaw"
  }

  public var model: String
  /// The voice's id.
  public var voice: String
  public var transcript: String
  /// Ours to choose; every answer to this request carries it.
  public var contextID: String
  /// Whether more text of this context follows.
  public var continues = false
  /// Two letters, such as `en`; `nil` leaves it to the model.
  public var language: String?
  public var encoding: Encoding
  /// Hz: 8000, 16 000, 22 050, 24 000, 44 100 or 48 000.
  public var sampleRate: Int
  /// Whether the times of words are sent too.
  public var addsTimestamps = true
  /// 0…5000 ms that the server may wait for more text before it speaks; `nil` leaves it at its 3000.
  public var maxBufferDelayMs: Int?
  /// 0.6…1.5; `nil` for the voice's own.
  public var speed: Double?
  /// 0.5…2; `nil` for the voice's own.
  public var volume: Double?

  public init(
    model: String, voice: String, transcript: String, contextID: String, encoding: Encoding, sampleRate: Int
  ) {
    self.model = model
    self.voice = voice
    self.transcript = transcript
    self.contextID = contextID
    self.encoding = encoding
    self.sampleRate = sampleRate
  }

  /// The version of the API that goes into the header `Cartesia-Version`: the one whose errors are JSON throughout.
  public static let version = "2026-03-01"
  /// The URL's path.
  public static let target = "/tts/websocket"

  /// The text message.
  public var message: [UInt8] {
    var writer = JSONWriter()
    writer.member("model_id", model)
    writer.member("transcript", transcript)
    writer.object("voice") {
      $0.member("mode", "id")
      $0.member("id", voice)
    }
    writer.member("language", language)
    writer.member("context_id", contextID)
    writer.object("output_format") {
      $0.member("container", "raw")
      $0.member("encoding", encoding.rawValue)
      $0.member("sample_rate", sampleRate)
    }
    writer.member("add_timestamps", addsTimestamps)
    writer.member("continue", continues)
    writer.member("max_buffer_delay_ms", maxBufferDelayMs)
    if speed != nil || volume != nil {
      writer.object("generation_config") {
        $0.member("speed", speed)
        $0.member("volume", volume)
      }
    }
    return writer.finished()
  }

  /// The text message that stops a context: no more audio is made for it.
  public static func cancel(contextID: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.member("context_id", contextID)
    writer.member("cancel", true)
    return writer.finished()
  }
}
