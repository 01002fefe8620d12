/// What the socket of Deepgram's voices says in text messages; audio comes in binary ones.
public enum AuraMessage: Hashable, Sendable {
  case metadata(requestID: String, model: String)
  /// All audio of the text before a `Flush` was sent.
  case flushed(sequence: Int)
  /// What was not spoken yet was dropped.
  case cleared(sequence: Int)
  /// Something was ignored, for instance a flush too many.
  case warning(DeepgramFault)
  case error(DeepgramFault)
  /// A message of a kind that this does not know; it may be passed over.
  case unknown(String)

  /// - Throws: ``WireError`` if the text is no message.
  public init(parsing text: [UInt8]) throws(WireError) {
    let root = try JSONDocument(text).root
    guard let type = root["type"]?.string else {
      guard root["err_code"] != nil else { throw .missing(.type) }
      self = .error(DeepgramFault(root))
      return
    }
    switch type {
    case "Metadata":
      self = .metadata(
        requestID: root["request_id"]?.string ?? "", model: root["model_name"]?.string ?? "")
    case "Flushed": self = .flushed(sequence: root["sequence_id"]?.integer ?? 0)
    case "Cleared": self = .cleared(sequence: root["sequence_id"]?.integer ?? 0)
    case "Warning": self = .warning(DeepgramFault(root))
    case "Error": self = .error(DeepgramFault(root))
    default: self = .unknown(type)
    }
  }
}
