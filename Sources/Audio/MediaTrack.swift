/// Which way a frame travels, seen from the carrier.
public enum MediaTrack: UInt8, Sendable, Hashable, CaseIterable, Codable {
  /// From the party on the line.
  case inbound
  /// To the party on the line.
  case outbound
}
