/// Why a language model's answer is over.
public enum StopReason: Sendable, Equatable {
  /// It said what it wanted to say.
  case said
  /// It waits for tools.
  case tools
  /// It came to the limit of its tokens, in mid-sentence as a rule.
  case length
  /// It, or a filter, would not answer.
  case refused
  /// As the vendor calls it.
  case other(String)
}
