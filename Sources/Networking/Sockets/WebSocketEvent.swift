/// What happens to a WebSocket: `opened`, any number of messages, then one of the last two; `failed` may come at any
/// point. All on the loop's WebSocket thread.
public enum WebSocketEvent: Sendable {
  case opened
  /// A whole text message, checked to be UTF-8.
  case text([UInt8])
  /// A whole binary message.
  case binary([UInt8])
  /// Closed by a close frame, the peer's or ours. `code` is the peer's (RFC 6455 §7.4), or else ours; `nil` when the
  /// peer gave none.
  case closed(code: Int?, reason: String)
  case failed(WebSocketFailure)
}
