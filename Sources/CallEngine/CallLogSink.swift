internal import Audio
internal import CallCore
internal import EventLog

/// Where calls' event logs go.
struct CallLogSink: Sendable {
  /// Takes a call's next block and returns at once; false: there was no room for it.
  var take: @Sendable (CallID, LogBlock) -> Bool
  /// Is shown everything a call is fed and answers, with the call clock and the media clock: for a replay.
  var watch: (@Sendable (CallEvent, [CallEffect], _ now: MediaTime, _ media: MediaTime) -> Void)?

  init(
    take: @escaping @Sendable (CallID, LogBlock) -> Bool,
    watch: (@Sendable (CallEvent, [CallEffect], MediaTime, MediaTime) -> Void)? = nil
  ) {
    self.take = take
    self.watch = watch
  }

  init(_ writer: EventLogWriter) { self.init(take: { writer.append($1, of: $0) }) }
}
