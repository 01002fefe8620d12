internal import Audio
internal import Networking
internal import Wire

/// One simulated call: a caller, the carrier around it, and the judgement of what the engine sends back.
///
/// Touched by the loop's thread alone. Time stands in every argument; frames are due at the call's start plus
/// whole multiples of 20 ms, so nothing drifts.
final class VirtualCall {
  /// What the caller says from some frame on.
  struct Utterance {
    let clip: SpeechClip
    var next = 0
    /// Speaks over the agent: a `clear` is expected.
    var isInterruption = false
  }

  let index: Int
  let id: ConnectionID
  let encoder: TelnyxCarrierEncoder
  let startedAt: MediaTime
  let callControlID: String
  let endsAt: MediaTime
  var playout = PlayoutQueue()
  var utterance: Utterance?
  var random: SeededRandom
  var behaviour: any CallerBehaviour
  var verdict = CallVerdict()
  var framesSent = 0
  var chunk: Int64 = 0
  var sequence: Int64 = 1
  var isOver = false
  var hasStopped = false
  var recorder: CallRecorder?
  /// Frames that the network holds back, with the time they come through.
  var delayed: [(due: MediaTime, chunk: Int64, frame: [UInt8])] = []

  init(
    index: Int, id: ConnectionID, startedAt: MediaTime, endsAt: MediaTime, callControlID: String,
    behaviour: any CallerBehaviour, seed: UInt64, recorder: CallRecorder?
  ) {
    self.index = index
    self.id = id
    self.startedAt = startedAt
    self.endsAt = endsAt
    self.callControlID = callControlID
    self.behaviour = behaviour
    self.recorder = recorder
    encoder = TelnyxCarrierEncoder(streamID: "sim-\(index)")
    random = SeededRandom(seed: seed &+ UInt64(index) &* 0x9E37)
  }

  /// When the frame that is sent next has been spoken to its end.
  var nextFrameAt: MediaTime { startedAt + .milliseconds(Int64(framesSent + 1) * 20) }
}
