/// Whose audio a media message carries, as seen from the carrier.
public enum TelnyxTrack: Hashable, Sendable, CaseIterable {
  /// Coming into the carrier from the party on this leg: the caller's voice.
  case inbound
  /// Sent by the carrier to that party: the agent's own voice, if `both_tracks` was asked for.
  case outbound

  /// Reads `outbound` and the request's spelling `outbound_track`; all else is inbound, so that no voice is lost.
  @inline(__always) @_noAllocation @_noLocks
  init(_ word: JSONWord) {
    self = word.matches("outbound") || word.matches("outbound_track") ? .outbound : .inbound
  }
}
