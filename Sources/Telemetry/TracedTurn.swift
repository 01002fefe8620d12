internal import Audio
internal import CallCore

/// A turn of the caller with the agent's answer, while it is gathered. Times are on the call's media clock.
struct TracedTurn {
  struct Playout {
    var start: MediaTime
    var end: MediaTime
    var text: String
    var heard: String
    var wasCut: Bool
  }

  /// Of playouts and of moments that are kept for a turn.
  static let most = 64

  /// Until its timing says better, the one after the last.
  var number: Int
  /// Among all words of the caller that were recorded, from 1.
  var serial: Int
  var start: MediaTime
  /// Of the caller's words.
  var end: MediaTime
  var text: String
  var timing: TurnTiming?
  /// When the first audio of the answer was handed to the carrier.
  var firstAudio = MediaTime.zero
  var playouts: [Playout] = []
  var moments: [SpanMoment] = []
  var uses: [ModelUse] = []
  var failure: String?
  var hasTools = false

  init(number: Int, serial: Int, start: MediaTime, end: MediaTime, text: String) {
    self.number = number
    self.serial = serial
    self.start = start
    self.end = max(start, end)
    self.text = text
  }

  /// Something was done about it. Other words of the caller, such as those that the agent spoke over, have no number in the
  /// call.
  var isCounted: Bool { timing != nil || hasTools || !uses.isEmpty }

  /// When nothing of it goes on any more.
  var over: MediaTime {
    var over = end
    if timing != nil { over = max(over, firstAudio) }
    return playouts.reduce(over) { max($0, $1.end) }
  }
}
