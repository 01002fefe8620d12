import Foundation
import Synchronization

/// A thread with a result.
final class BenchThread<Result: Sendable>: Sendable {
  private let result = Mutex<Result?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Result) {
    let thread = Thread { [self] in
      let value = body()
      result.withLock { $0 = value }
      ended.signal()
    }
    thread.start()
  }

  /// Once.
  func join() -> Result {
    ended.wait()
    guard let value = result.withLock({ $0 }) else {
      preconditionFailure("the thread ended without a result")
    }
    return value
  }
}
