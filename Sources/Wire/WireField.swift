/// A field that an error can name, as the path by which the protocol's documents call it.
public enum WireField: String, Hashable, Sendable {
  case event
  case streamID = "stream_id"
  case start
  case callControlID = "start.call_control_id"
  case mediaPayload = "media.payload"
  case dtmfDigit = "dtmf.digit"
  case markName = "mark.name"
}
