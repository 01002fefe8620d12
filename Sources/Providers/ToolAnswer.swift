/// What came of a tool.
public enum ToolAnswer: Sendable, Equatable {
  /// As it answered, text or JSON.
  case result(String)
  /// It answered that it could not: the model is told why.
  case declined(String)
  /// It could not be asked, or did not answer in a usable way: tried once more where that helps.
  case failed(ProviderError)
}
