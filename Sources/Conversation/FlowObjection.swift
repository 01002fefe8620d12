/// Something a caller may bring up at any time, and how the flow answers.
public struct FlowObjection: Sendable, Equatable, Codable {
  public var id: String
  /// Phrases that give it away; small recognition errors and fillers do not hide them.
  public var triggers: [String]
  /// Said the first time, the second time, and so on.
  public var replies: [String]
  /// Where the flow goes after a reply; nil resumes the pending question.
  public var next: FlowTarget?
  /// Ends the call when the objection comes once more than there are replies; nil repeats the last reply.
  public var lastStraw: CallOutcome?

  public init(
    id: String, triggers: [String], replies: [String], next: FlowTarget? = nil,
    lastStraw: CallOutcome? = nil
  ) {
    self.id = id
    self.triggers = triggers
    self.replies = replies
    self.next = next
    self.lastStraw = lastStraw
  }
}
