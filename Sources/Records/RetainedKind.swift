/// What calls leave behind, by how long it is kept.
public enum RetainedKind: String, Sendable, CaseIterable {
  /// Everything of a call, its recording's file included; and contacts that were last seen in it.
  case calls
  /// What was said: segments, slots, and records that were parked. The call's row stays, with its numbers, times and
  /// outcome; so do the turns, which are times only.
  case transcripts
  /// What happened in a call, with its details.
  case events
  /// The files, and their paths in the call's row.
  case recordings
  /// The files.
  case eventLogs = "event-logs"
}
