/// How a scripted call came out; the raw value is the end reason in records.
public enum CallOutcome: String, Sendable, Equatable, Codable, CodingKeyRepresentable, CaseIterable {
  case qualified
  case notInterested = "not_interested"
  case callback
  /// The caller asked never to be called again.
  case doNotCall = "do_not_call"
  /// Nobody ever said anything.
  case noAnswer = "no_answer"
  /// The call ended with questions still open.
  case incomplete
}
