/// What kind of value a question is after, and with it how its answers are read.
public enum SlotType: Sendable, Equatable, Codable {
  /// `yes` and `no` are phrases that count as such beyond the everyday ones.
  case yesNo(yes: [String] = [], no: [String] = [])
  case number
  case money
  /// With `needsTime` an answer that names only a day is followed by a question for the time.
  case dateTime(needsTime: Bool = false)
  case freeText
  case choice([SlotChoice])

  /// How patient to be with its answers unless the question says otherwise.
  public var answerKind: AnswerKind {
    switch self {
    case .yesNo: .yesNo
    case .number, .money, .dateTime, .choice: .shortValue
    case .freeText: .open
    }
  }
}
