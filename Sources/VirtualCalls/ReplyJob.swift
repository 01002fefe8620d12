internal import Providers

/// A reply that the machine asked for, and what the virtual model makes of it.
struct ReplyJob {
  /// The machine's number for it; 0 for an apology, which no model is asked for.
  let generation: Int
  /// The caller's words it answers; nil when the agent speaks of its own accord.
  let answers: String?
  /// What the model sends, in order, and how far it is.
  var script: [ReplyEvent] = []
  var next = 0
  var isEndless = false
  var goesOnWhenCancelled = false
  /// The turn it answers is over for certain: its tools may run.
  var isConfirmed = true
  /// It waits for that.
  var isParked = false
  var isCancelled = false
  /// The machine has been told that it is finished, or has failed.
  var isFinished = false
  /// Its record is written: no more of it may be heard.
  var isOver = false
  /// Words of which anything was ever sent, and the last of them.
  var wordsSent = 0
  var lastWordSent = -1

  var isRunning: Bool { generation > 0 && !isCancelled && !isFinished }
}
