import Audio
import Networking
import Wire

/// One caller's connection. Touched by the loop's thread alone.
final class WERLine {
  let id: ConnectionID
  let index: Int
  let encoder: TelnyxCarrierEncoder
  let startedAt: MediaTime
  var framesSent = 0
  var sequence: Int64 = 1
  var isOver = false

  init(id: ConnectionID, index: Int, startedAt: MediaTime) {
    self.id = id
    self.index = index
    self.startedAt = startedAt
    encoder = TelnyxCarrierEncoder(streamID: "wer-\(index)")
  }

  /// When the frame that is sent next has been spoken to its end.
  var nextFrameAt: MediaTime { startedAt + .milliseconds(Int64(framesSent + 1) * 20) }

  /// Names the call to the engine.
  static func controlID(_ index: Int) -> String { "v3:wer-\(index)" }
}
