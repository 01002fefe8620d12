/// How long a caller's silence must last before the turn counts as over, for each kind of answer, in milliseconds.
///
/// These are the waits for words that sound likely to be finished; endpointing shortens them for complete
/// answers and lengthens them for unfinished ones (`UtteranceShape`).
public struct Patience: Sendable, Equatable, Codable {
  public var yesNoMs: Int
  public var shortValueMs: Int
  public var openMs: Int
  public var spelledMs: Int

  public init(yesNoMs: Int = 350, shortValueMs: Int = 700, openMs: Int = 900, spelledMs: Int = 1200) {
    self.yesNoMs = yesNoMs
    self.shortValueMs = shortValueMs
    self.openMs = openMs
    self.spelledMs = spelledMs
  }

  public func milliseconds(for kind: AnswerKind) -> Int {
    switch kind {
    case .yesNo: yesNoMs
    case .shortValue: shortValueMs
    case .open: openMs
    case .spelled: spelledMs
    }
  }
}
