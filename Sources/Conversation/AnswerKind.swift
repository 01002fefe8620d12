/// What sort of answer a question invites, so that endpointing knows how patient to be.
public enum AnswerKind: String, Sendable, Equatable, Codable, CaseIterable {
  /// "Yes", "nope", "I guess so".
  case yesNo = "yes_no"
  /// A number, a sum, a day, one of a few choices.
  case shortValue = "short"
  /// The caller's own words, with pauses to think.
  case open
  /// Digits or letters one by one: a phone number, an e-mail address.
  case spelled
}
