/// A field that an error can name, as the path by which the protocol's documents call it.
public enum WireField: String, Hashable, Sendable {
  case event
  case streamID = "stream_id"
  case start
  case callControlID = "start.call_control_id"
  case mediaPayload = "media.payload"
  case dtmfDigit = "dtmf.digit"
  case markName = "mark.name"

  /// What kind of message it is, at nearly every provider.
  case type
  case alternatives = "channel.alternatives"
  case transcript
  case turnEvent = "TurnInfo.event"
  case contextID = "context_id"
  case audio
  case blockIndex = "index"
  case delta
  case choices
  case toolName = "tool.name"
}
