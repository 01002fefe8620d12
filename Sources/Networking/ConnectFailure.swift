/// A connection that did not come about, told to the handler after the sweep rather than from inside
/// `connect`.
struct ConnectFailure {
  let tag: Int
  let status: Int?
  let reason: String
}
