import Foundation
import Networking

/// What a handler saw, for a test to wait on.
enum Note: Equatable, Sendable {
  case opened(tag: Int?)
  case text([UInt8])
  case binary([UInt8])
  case writable
  case closed(Int?)
  case connectFailed(tag: Int, status: Int?)
}

/// Where a handler on its loop's thread and a test on its own meet. Sound as `Sendable`: all under one lock.
final class Board: @unchecked Sendable {
  typealias Job = @Sendable (NotingHandler) -> Void

  private let condition = NSCondition()
  private var seen: [Note] = []
  private var requested: [UpgradeRequest] = []
  private var jobs: [Job] = []

  var notes: [Note] { locked { seen } }
  var requests: [UpgradeRequest] { locked { requested } }

  func post(_ note: Note) {
    locked {
      seen.append(note)
      condition.broadcast()
    }
  }

  func post(_ request: UpgradeRequest) { locked { requested.append(request) } }
  func add(_ job: @escaping Job) { locked { jobs.append(job) } }

  func takeJobs() -> [Job] {
    locked {
      defer { jobs = [] }
      return jobs
    }
  }

  /// Waits until the notes satisfy a condition; `false` when they do not within 20 s, which is a failure and
  /// not a measure.
  func wait(until isMet: ([Note]) -> Bool) -> Bool {
    let limit = Date(timeIntervalSinceNow: 20)
    condition.lock()
    defer { condition.unlock() }
    while !isMet(seen) {
      guard condition.wait(until: limit) else { return isMet(seen) }
    }
    return true
  }

  func waitForAnyEnd() -> Bool {
    wait { notes in
      for case .closed in notes { return true }
      return false
    }
  }

  func wait(for note: Note, times: Int = 1) -> Bool {
    wait { $0.count { $0 == note } >= times }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }
}
