/// Tells a caller who asks for a moment from one who answers.
public enum WaitRequest {
  /// Whether the words ask the agent to wait: "hold on", "one moment please", "let me check".
  public static func isExpressed(by text: String) -> Bool {
    CallerIntent.holding.isExpressed(by: PhraseMatcher(text))
  }
}
