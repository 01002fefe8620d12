public import Audio
public import Journal
public import Records

/// Calls' records as the journal carries them.
public enum CallJournal {
  /// `JournalRecord.kind` of store records as `StoreRecordCodec` encodes them.
  public static let kind: UInt8 = 1
  /// `CallSummary.endReason` of a call whose engine ended before it.
  public static let engineKilled = "engine_killed"

  /// Makes one record of everything that happened at once.
  ///
  /// - Parameters:
  ///   - sequence: within the call: 0 its start, from 1 up without gaps what followed.
  ///   - wallClockMs: milliseconds since 1970.
  public static func record(
    _ contents: [StoreRecord], of call: CallID, sequence: UInt32, wallClockMs: Int64
  ) -> JournalRecord {
    JournalRecord(
      call: call, sequence: sequence, kind: kind, wallClockMilliseconds: wallClockMs,
      payload: StoreRecordCodec.encode(contents))
  }

  /// The end of a call whose process was killed: as late as the last that is known of it.
  static func end(of call: OpenCall) -> JournalRecord {
    let sequence = UInt32(clamping: call.lastSequence + 1)
    let started = call.startedMs ?? Int64(clamping: call.id.unixMilliseconds)
    let (sum, overflow) = started.addingReportingOverflow(call.lastMedia.milliseconds)
    let ended = overflow ? started : sum
    return record(
      [
        .event(
          CallEventRecord(
            call: call.id, sequence: Int(sequence), at: call.lastMedia, kind: "ended",
            detail: #"{"reason":"\#(engineKilled)"}"#)),
        .call(CallSummary(id: call.id, endedMs: ended, endReason: engineKilled)),
      ], of: call.id, sequence: sequence, wallClockMs: ended)
  }
}
