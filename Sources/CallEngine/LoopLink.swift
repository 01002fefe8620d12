internal import Synchronization

/// How calls, and the other loops, reach a media loop.
final class LoopLink: Sendable {
  let index: Int
  /// Calls of this loop that have something to say.
  let due: ReadySet
  private let waker = Mutex<LoopWaker?>(nil)
  private let mail = Mutex<[LoopMail]>([])
  private let hasMail = Atomic<Bool>(false)

  init(index: Int, capacity: Int) {
    self.index = index
    due = ReadySet(capacity: capacity)
  }

  /// Set once, before the first call.
  func setWaker(_ new: LoopWaker) { waker.withLock { $0 = new } }

  func wake() { waker.withLock { $0 }?.wake() }

  func post(_ letter: LoopMail) {
    mail.withLock { $0.append(letter) }
    hasMail.store(true, ordering: .releasing)
    wake()
  }

  /// What has been posted, in order. The loop's thread only.
  func takeMail() -> [LoopMail] {
    guard hasMail.exchange(false, ordering: .acquiring) else { return [] }
    return mail.withLock { mail in
      let taken = mail
      mail.removeAll()
      return taken
    }
  }
}
