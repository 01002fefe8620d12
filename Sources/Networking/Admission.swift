/// The answer to a request for an upgrade.
public enum Admission: Equatable, Sendable {
  case accept
  /// Answered as a real HTTP response before the connection is closed: `status` (401, 404, 503, …) and
  /// `reason` as a short plain text body.
  case refuse(status: Int, reason: String)
}
