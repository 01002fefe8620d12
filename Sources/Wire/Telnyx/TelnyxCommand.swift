/// A message from the engine, as a carrier reads it.
public enum TelnyxCommand: Hashable, Sendable {
  /// Audio to queue; the scanned message says where its payload is.
  case media(TelnyxMessage)
  /// Return this name once what was queued before it has played.
  case mark(name: String)
  /// Stop playing, empty the queue, return its marks.
  case clear
  /// Anything else, which a carrier answers with `malformed_frame`.
  case unknown(String)

  /// Reads one whole text message from the engine.
  /// - Throws: ``WireError`` if it is malformed, or is `media` without payload or `mark` without name.
  public init(parsing bytes: Span<UInt8>) throws(WireError) {
    let message = try TelnyxScanner.scan(bytes)
    switch message.kind {
    case .media: self = .media(message)
    case .mark: self = try .mark(name: TelnyxEvent.markName(bytes))
    case .clear: self = .clear
    default: self = try .unknown(TelnyxEvent.name(bytes))
    }
  }
}
