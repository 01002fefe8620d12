/// What is said, and where the flow turns, when an answer meets a condition.
public struct FlowBranch: Sendable, Equatable, Codable {
  public enum Condition: Sendable, Equatable, Codable {
    /// "yes", "no", or a choice's value.
    case answer(String)
    /// A number or a sum below this.
    case below(Double)
    /// A number or a sum of at least this.
    case atLeast(Double)

    public func isMet(by value: TypedValue) -> Bool {
      switch (self, value) {
      case (.answer(let wanted), .yesNo(let yes)): wanted == (yes ? "yes" : "no")
      case (.answer(let wanted), .choice(let chosen)): wanted == chosen
      case (.below(let limit), .number(let number)), (.below(let limit), .money(let number, _)):
        number < limit
      case (.atLeast(let limit), .number(let number)), (.atLeast(let limit), .money(let number, _)):
        number >= limit
      default: false
      }
    }
  }

  public var condition: Condition
  /// Said in place of the question's acknowledgement.
  public var say: String?
  /// Nil goes on as without the branch.
  public var target: FlowTarget?

  public init(when condition: Condition, say: String? = nil, target: FlowTarget? = nil) {
    self.condition = condition
    self.say = say
    self.target = target
  }
}
