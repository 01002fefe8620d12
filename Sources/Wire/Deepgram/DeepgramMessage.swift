public import Audio

/// What Deepgram's live transcription (`/v1/listen`) says.
public enum DeepgramMessage: Hashable, Sendable {
  case results(DeepgramResults)
  /// No word for as long as was asked for.
  case utteranceEnd(lastWordEnd: MediaTime?)
  case speechStarted(at: MediaTime?)
  /// About the request; the last message after `CloseStream`.
  case metadata(requestID: String, duration: MediaTime?)
  case error(DeepgramFault)
  /// A message of a kind that this does not know; it may be passed over.
  case unknown(String)

  /// - Throws: ``WireError`` if the text is no message.
  public init(parsing text: [UInt8]) throws(WireError) {
    let root = try JSONDocument(text).root
    // An error that comes before there is a stream has no type.
    guard let type = root["type"]?.string else {
      guard root["err_code"] != nil else { throw .missing(.type) }
      self = .error(DeepgramFault(root))
      return
    }
    switch type {
    case "Results": self = .results(try DeepgramResults(root))
    case "UtteranceEnd": self = .utteranceEnd(lastWordEnd: root["last_word_end"]?.seconds)
    case "SpeechStarted": self = .speechStarted(at: root["timestamp"]?.seconds)
    case "Metadata":
      self = .metadata(requestID: root["request_id"]?.string ?? "", duration: root["duration"]?.seconds)
    case "Error": self = .error(DeepgramFault(root))
    default: self = .unknown(type)
    }
  }
}
