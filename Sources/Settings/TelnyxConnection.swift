/// What an operator gives Telnyx so that a number's calls reach this server.
public struct TelnyxConnection: Sendable, Equatable {
  /// Where the media stream is served, without the token.
  public static let path = "/media/telnyx"

  /// The WebSocket address, with the token when one is wanted: handle it as a secret then.
  public let socketURL: String
  /// The codec of what we send; Telnyx spells it as RTP does, in capitals.
  public let codec: String
  /// Samples a second of what we send.
  public let sampleRate: Int
  /// What keeps a carrier from using the address as it stands.
  public let notes: [String]

  /// - Parameters:
  ///   - settings: where the server listens, and whether it wants a token.
  ///   - port: the port that was really opened, where settings asked for a free one.
  ///   - codec: PCMU, PCMA, G722, OPUS or L16.
  ///   - sampleRate: 8 000, 16 000 or 24 000 Hz.
  public init(_ settings: ResolvedSettings, port: Int? = nil, codec: String = "PCMU", sampleRate: Int = 8_000)
  {
    self.codec = codec
    self.sampleRate = sampleRate
    let token = settings.mediaToken.map { "/\($0)" } ?? ""
    let base = settings.publicURL ?? Self.localBase(settings, port: port ?? settings.port)
    socketURL = base + Self.path + token
    var notes: [String] = []
    if settings.publicURL == nil {
      notes.append("set public-url to the address that the carrier reaches, such as wss://voice.example.com")
    }
    if base.hasPrefix("ws://") {
      notes.append("carriers expect wss: give tls-certificate and tls-key, or end TLS in front of the server")
    }
    if settings.mediaToken == nil {
      notes.append("anybody who finds the port may start a call: set media-token")
    }
    self.notes = notes
  }

  /// The TeXML document that answers a call and connects it to the engine, ready to paste.
  ///
  /// `bidirectionalMode` must be `rtp`: without it what we send is ignored. Reconnection is off because a second
  /// socket would be a second conversation to the engine.
  public var texml: String {
    var attributes = [
      ("url", socketURL), ("track", "inbound_track"), ("bidirectionalMode", "rtp"),
      ("bidirectionalCodec", codec),
    ]
    if sampleRate != 8_000 { attributes.append(("bidirectionalSamplingRate", String(sampleRate))) }
    attributes.append(("enableReconnect", "false"))
    let spelled = attributes.map { "\($0.0)=\"\(Self.escape($0.1))\"" }.joined(separator: " ")
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <Response>
        <Connect>
          <Stream \(spelled)/>
        </Connect>
      </Response>
      """
  }

  private static func localBase(_ settings: ResolvedSettings, port: Int) -> String {
    let scheme = settings.tlsCertificate == nil ? "ws" : "wss"
    let everywhere = settings.host == "0.0.0.0" || settings.host == "::"
    let host = everywhere ? "127.0.0.1" : settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    return "\(scheme)://\(host):\(port)"
  }

  /// XML 1.0 §2.4 and §3.3.3, for an attribute in double quotes.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += "&#\(character.value);"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
