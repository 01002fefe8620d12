import CallEngine
import CallStory
import Synchronization

/// Hands what a replay shows to the storyteller.
final class StoryBox: Sendable {
  private let teller = Mutex(Storyteller())

  func add(_ moment: ReplayMoment) {
    teller.withLock { $0.add(moment.event, moment.effects, at: moment.at, media: moment.media) }
  }

  func finish(_ result: ReplayResult) -> CallStory {
    teller.withLock { $0.finish(caller: result.caller, agent: result.agent, rate: result.rate) }
  }
}
