import Audio

/// What a speech queue allows.
struct SpeechQueueLimits: Equatable, Sendable {
  /// Jobs that may wait.
  var capacity = 1024
  /// Partial recognitions that may run at the same time.
  var concurrentPartials = 1
  /// Work that waits longer than this marks the pool as overloaded.
  var acceptableWait = MediaTime.milliseconds(250)
}
