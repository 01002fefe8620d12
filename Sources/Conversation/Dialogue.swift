/// What has been said in a call so far, as a language model is to see it.
///
/// The agent's side holds only what the caller can have heard: a reply that was cut by a barge-in is kept up to
/// the cut, with `wasCut` set.
public struct Dialogue: Sendable, Equatable {
  public enum Speaker: String, Sendable, Codable { case caller, agent }

  public struct Utterance: Sendable, Equatable {
    public var speaker: Speaker
    public var text: String
    /// The caller spoke over the rest of this reply and never heard it.
    public var wasCut: Bool

    public init(speaker: Speaker, text: String, wasCut: Bool = false) {
      self.speaker = speaker
      self.text = text
      self.wasCut = wasCut
    }
  }

  public var utterances: [Utterance] = []
  /// Where a scripted flow stands, and the slots filled so far. Models that keep no such state leave it alone.
  public var flow = FlowState()
  /// Tools that were run, in the order of their use.
  public var tools: [ToolRecord] = []

  public init() {}

  /// Notes that a tool was begun, or what it answered.
  public mutating func note(_ tool: ToolRecord) {
    var tool = tool
    tool.after = min(tool.after, utterances.count)
    if let index = tools.firstIndex(where: { $0.id == tool.id }) {
      tool.after = tools[index].after
      tools[index] = tool
    } else {
      tools.append(tool)
    }
  }
}
