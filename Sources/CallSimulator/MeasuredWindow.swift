internal import Audio

/// The samples of two processes at the ends of the measured window.
struct MeasuredWindow {
  /// The engine and the simulator at one instant.
  struct Samples {
    var engine: ProcessSample?
    var own: ProcessSample?

    init(_ engine: Int32?) {
      self.engine = engine.flatMap { ProcessSample.take(of: $0) }
      own = ProcessSample.take(of: nil)
    }
  }

  var idle: Samples?
  var start: Samples?
  var startedAt = MediaTime.zero
  var callSeconds = 0.0

  /// What both cost from `start` to now, with `calls` up.
  func use(at now: MediaTime, end: Samples, calls: Int) -> (engine: ResourceUse?, own: ResourceUse?) {
    let seconds = (now - startedAt).seconds
    return (
      ResourceUse(
        idle: idle?.engine, start: start?.engine, end: end.engine, seconds: seconds, callSeconds: callSeconds,
        calls: calls),
      ResourceUse(
        idle: idle?.own, start: start?.own, end: end.own, seconds: seconds, callSeconds: callSeconds,
        calls: calls)
    )
  }
}
