/// A message from the carrier that is rare enough to become a value. `media` is read by ``TelnyxScanner`` alone.
public enum TelnyxEvent: Hashable, Sendable {
  /// The first message; `token` is the stream's `stream_auth_token`, if one was configured.
  case connected(token: String?)
  case start(TelnyxStart)
  case dtmf(TelnyxDTMF)
  /// Playback has reached the mark of this name, or a `clear` has flushed it.
  case mark(name: String)
  case error(TelnyxStreamError)
  case stop(TelnyxStop)
  /// An event that is none of the above, by its name. `media` and `clear` are named here too.
  case unknown(String)
}
