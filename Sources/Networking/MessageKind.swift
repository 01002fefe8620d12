/// The type of a WebSocket message (RFC 6455 §5.6).
public enum MessageKind: Sendable {
  case text, binary
}
