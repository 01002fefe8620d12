/// What a Telnyx media-stream message says, by its `event`.
public enum TelnyxKind: Hashable, Sendable {
  case connected, start, media, dtmf, mark, error, stop
  /// Sent only towards the carrier.
  case clear
  /// An event added after this was written; to be ignored.
  case unknown

  @inline(__always) @_noAllocation @_noLocks
  init(_ event: JSONWord) {
    if event.matches("media") {
      self = .media
    } else if event.matches("mark") {
      self = .mark
    } else if event.matches("dtmf") {
      self = .dtmf
    } else if event.matches("start") {
      self = .start
    } else if event.matches("stop") {
      self = .stop
    } else if event.matches("connected") {
      self = .connected
    } else if event.matches("error") {
      self = .error
    } else if event.matches("clear") {
      self = .clear
    } else {
      self = .unknown
    }
  }
}
