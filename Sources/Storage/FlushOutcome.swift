internal import Dispatch
internal import Synchronization

/// Lets one thread wait for the answer that another gives.
final class FlushOutcome: Sendable {
  private let succeeded = Mutex(false)
  private let isSet = DispatchSemaphore(value: 0)

  func set(_ value: Bool) {
    succeeded.withLock { $0 = value }
    isSet.signal()
  }

  func wait() -> Bool {
    isSet.wait()
    return succeeded.withLock { $0 }
  }
}
