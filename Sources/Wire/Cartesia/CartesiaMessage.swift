/// What Cartesia's socket says; all but some errors name the context they are about.
public enum CartesiaMessage: Hashable, Sendable {
  /// The next audio, coded as it was asked for.
  case chunk(context: String, audio: [UInt8])
  /// Words with their times from the context's first sample.
  case words(context: String, [TimedWord])
  /// The text before a flush is spoken.
  case flushDone(context: String)
  /// All of the context is spoken.
  case done(context: String)
  /// The context is over, or with no context the whole socket is of no use.
  case error(context: String?, CartesiaFault)
  /// A message of a kind that this has no use for; it may be passed over.
  case unknown(String)

  /// - Throws: ``WireError`` if the text is no message.
  public init(parsing text: [UInt8]) throws(WireError) {
    let root = try JSONDocument(text).root
    let context = root["context_id"]?.string
    guard let type = root["type"]?.string else {
      guard root["error"] != nil || root["error_code"] != nil else { throw .missing(.type) }
      self = .error(context: context, CartesiaFault(root))
      return
    }
    if type == "error" {
      self = .error(context: context, CartesiaFault(root))
      return
    }
    guard let context else {
      self = .unknown(type)
      return
    }
    switch type {
    case "chunk":
      guard let data = root["data"] else { throw .missing(.audio) }
      guard let audio = data.base64 else { throw .invalid(.audio) }
      self = .chunk(context: context, audio: audio)
    case "timestamps": self = .words(context: context, Self.words(root["word_timestamps"]))
    case "flush_done": self = .flushDone(context: context)
    case "done": self = .done(context: context)
    default: self = .unknown(type)
    }
  }

  /// Three lists side by side; what has no partner in the others is left out.
  private static func words(_ times: JSONElement?) -> [TimedWord] {
    guard let words = times?["words"]?.elements, let starts = times?["start"]?.elements,
      let ends = times?["end"]?.elements
    else { return [] }
    return zip(words, zip(starts, ends)).compactMap { word, times in
      guard let text = word.string, let start = times.0.seconds, let end = times.1.seconds else {
        return nil
      }
      return TimedWord(text, start: start, end: max(start, end))
    }
  }
}
