/// What Deepgram's turn-based transcription (`/v2/listen`) says.
public enum FluxMessage: Hashable, Sendable {
  case connected(requestID: String)
  case turn(FluxTurn)
  /// The server ends the stream after this.
  case error(DeepgramFault)
  /// A message of a kind that this does not know, or has no use for; it may be passed over.
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
    case "Connected": self = .connected(requestID: root["request_id"]?.string ?? "")
    case "TurnInfo": self = .turn(try FluxTurn(root))
    case "Error", "FatalError": self = .error(DeepgramFault(root))
    default: self = .unknown(type)
    }
  }
}
