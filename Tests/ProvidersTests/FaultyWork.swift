import Audio
import Providers
import Synchronization

/// Plays a list of events at their times until it is cancelled; a rude one goes on for a while.
final class FaultyWork: ReplyHandle {
  private let isCancelled = Atomic<Bool>(false)
  private let isRude: Bool
  init(isRude: Bool) { self.isRude = isRude }
  func cancel() { isCancelled.store(true, ordering: .relaxed) }
  var wasCancelled: Bool { isCancelled.load(ordering: .relaxed) }

  func play<Event: Sendable>(
    _ script: [(pause: MediaTime, event: Event)], on alarms: VirtualAlarms,
    _ events: @escaping @Sendable (Event) -> Void
  ) {
    guard let (pause, event) = script.first else { return }
    let rest = Array(script.dropFirst())
    _ = alarms.after(pause) { [self] in
      guard !wasCancelled || isRude else { return }
      events(event)
      play(rest, on: alarms, events)
    }
  }
}
