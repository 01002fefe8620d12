/// Where in its work a provider stopped answering.
public enum ProviderPhase: String, Sendable, Equatable, Codable, CaseIterable {
  case connecting
  /// After the request, before anything of the answer.
  case beforeFirst = "before the first answer"
  /// In the middle of the answer.
  case between = "in the middle"
}
