import Audio
import CallEngine
import CallStory
import Conversation
import EventLog
import Settings

/// A call that was run again from its log, and its story.
struct ReplayedCall {
  let log: RecordedCall
  let result: ReplayResult
  let story: CallStory

  /// - Parameter name: a file, or a call's id.
  init(_ name: String, settings: ResolvedSettings) throws {
    try self.init(path: EventLogFolder.find(name, in: ServerAssembly.eventLogFolder(settings)))
  }

  init(path: String) throws {
    do {
      log = try EventLogFolder.read(path)
      let box = StoryBox()
      result = try CallReplay(log, watch: { box.add($0) }).run()
      story = Self.titled(box.finish(result), log)
    } catch {
      throw CommandFailure.misconfigured("\(error)")
    }
  }

  /// One line.
  var verdict: String {
    guard result.divergence == nil else { return "replay: diverged after \(result.entries) entries" }
    return
      "replay: identical, \(result.events) events, \(result.effects) effects, \(result.frames) frames\(ending)"
  }

  private var ending: String {
    switch log.ending {
    case .complete: ""
    case .cut: "; the log is cut and was replayed as far as it goes"
    case .truncated: "; entries found no room at the time, and the log was replayed up to there"
    case .damaged(let offset): "; the log is damaged from byte \(offset) on, and was replayed up to there"
    }
  }

  /// Where it first did something else; nil when it did not.
  var difference: String? {
    result.divergence.map { divergence in
      """
      entry \(divergence.entry), \(divergence.at) into the call:
        expected  \(divergence.expected)
        actual    \(divergence.actual)
      """
    }
  }

  private static func titled(_ story: CallStory, _ log: RecordedCall) -> CallStory {
    var story = story
    let header = log.header
    story.title = "Call \(header.call)"
    let parties = [header.from, header.to].map { $0.isEmpty ? "unknown" : $0 }
    let codec =
      header.inbound == header.outbound
      ? header.inbound.rawValue : "\(header.inbound.rawValue) in, \(header.outbound.rawValue) out"
    story.subtitle =
      "\(parties[0]) to \(parties[1])  ·  \(codec)  ·  agent \(header.agent.name) (\(header.agentHash))  ·  "
      + "\(Int(story.length.rounded())) s"
    return story
  }
}
