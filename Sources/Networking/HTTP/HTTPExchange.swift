internal import Synchronization

/// A request under way. Letting go of it changes nothing; `cancel` ends it.
public final class HTTPExchange: Sendable {
  private let cancelled = Atomic<Bool>(false)
  private let mailbox: HTTPMailbox
  let number: Int

  init(_ mailbox: HTTPMailbox, number: Int) {
    self.mailbox = mailbox
    self.number = number
  }

  /// Ends the exchange whatever the peer does. Any thread, an event's own closure included; harmless when
  /// repeated or late. No event follows except one that is on its way on the loop's thread.
  public func cancel() {
    guard !cancelled.exchange(true, ordering: .acquiringAndReleasing) else { return }
    mailbox.post(.cancel(number))
  }

  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }
}
