/// When in a call a provider begins to fail.
enum DrillMoment: String, CaseIterable {
  /// Before anything was said.
  case greeting
  /// While the caller speaks.
  case midTurn = "mid-turn"
  /// While the agent answers.
  case midSentence = "mid-sentence"
  /// While the caller says what the agent will say goodbye to.
  case goodbye
}
