/// A connection that did not come about, told to the handler after the sweep rather than from inside
/// `connect`.
struct ConnectFailure {
  let tag: Int
  let status: Int?
  let reason: String
  /// What is wrong with the peer's certificate.
  var certificateFlaw: String?
  /// Those that the request wanted to know of.
  var headers: [String: String] = [:]
}
