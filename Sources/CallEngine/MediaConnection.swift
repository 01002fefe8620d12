internal import Audio
internal import Networking

/// What the media server knows of one socket. Touched by the loop's thread alone.
final class MediaConnection {
  enum Phase {
    /// Open, and no `start` yet: the phone may still be ringing.
    case waiting
    case live(CallPort)
    /// Its call is still in the hands of another loop.
    case takingOver
    /// Closed by us, or replaced by a newer stream of the same call.
    case closing
  }

  private let census = CensusMember(.mediaConnection)
  let id: ConnectionID
  let openedAt: MediaTime
  var phase = Phase.waiting
  /// A `connected` message came: the peer speaks the protocol and may take its time.
  var hasGreeted = false
  var badMessages = 0
  /// Counted at the gate, and not yet as a part of a call.
  var hasPlace = true
  var callControlID = ""

  init(id: ConnectionID, openedAt: MediaTime) {
    self.id = id
    self.openedAt = openedAt
  }
}
