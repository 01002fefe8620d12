/// What ElevenLabs's socket says.
public enum ElevenLabsMessage: Hashable, Sendable {
  /// The next audio, coded as it was asked for, and when its characters are spoken where that is known.
  case audio([UInt8], alignment: ElevenLabsAlignment?)
  /// All is spoken.
  case final
  case error(ElevenLabsFault)
  /// A message with none of these; it may be passed over.
  case unknown

  /// - Throws: ``WireError`` if the text is no message.
  public init(parsing text: [UInt8]) throws(WireError) {
    let root = try JSONDocument(text).root
    guard root.isObject else { throw .missing(.audio) }
    if let data = root["audio"], data.string?.isEmpty == false {
      guard let audio = data.base64 else { throw .invalid(.audio) }
      // The alignment of the text as it was sent, not of what it was expanded to.
      let alignment = ElevenLabsAlignment(root["alignment"] ?? root["normalizedAlignment"])
      self = .audio(audio, alignment: alignment)
    } else if root["isFinal"]?.bool == true || root["is_final"]?.bool == true {
      self = .final
    } else if let fault = ElevenLabsFault(root) {
      self = .error(fault)
    } else {
      self = .unknown
    }
  }
}
