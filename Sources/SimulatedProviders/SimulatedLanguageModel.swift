internal import Audio
public import Providers
internal import Synchronization

/// A language model that streams the same 20 tokens in two sentences, whatever it is asked.
public struct SimulatedLanguageModel: LanguageModel {
  static let tokens = [
    "Thank", " you", " for", " asking", " about", " our", " service", " for", " you", " today.", " It", " is",
    " open", " to", " everyone", " and", " ready", " right", " now", ".",
  ]
  private let timer: TimerThread
  private let times: SimulatedServiceTimes

  public init(timer: TimerThread, times: SimulatedServiceTimes = SimulatedServiceTimes()) {
    self.timer = timer
    self.times = times
  }

  public func reply(
    to request: ReplyRequest, events: @escaping @Sendable (ReplyEvent) -> Void
  ) -> any ReplyHandle {
    let reply = Reply(timer: timer, interval: times.token, events: events)
    reply.sendNext(0)
    return reply
  }

  private final class Reply: ReplyHandle {
    private let isCancelled = Atomic<Bool>(false)
    private let timer: TimerThread
    private let interval: MediaTime
    private let events: @Sendable (ReplyEvent) -> Void

    init(timer: TimerThread, interval: MediaTime, events: @escaping @Sendable (ReplyEvent) -> Void) {
      self.timer = timer
      self.interval = interval
      self.events = events
    }

    func cancel() { isCancelled.store(true, ordering: .releasing) }

    func sendNext(_ index: Int) {
      timer.schedule(after: interval) { [self] in
        guard !isCancelled.load(ordering: .acquiring) else { return }
        events(.text(SimulatedLanguageModel.tokens[index]))
        if index + 1 < SimulatedLanguageModel.tokens.count { sendNext(index + 1) } else { events(.finished) }
      }
    }
  }
}
