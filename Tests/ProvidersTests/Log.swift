import Audio
import Synchronization

/// What came, and when.
final class Log<Event: Sendable>: Sendable {
  private let entries = Mutex<[(at: MediaTime, event: Event)]>([])
  func add(_ event: Event, at now: MediaTime) { entries.withLock { $0.append((now, event)) } }
  var all: [(at: MediaTime, event: Event)] { entries.withLock { $0 } }
  var events: [Event] { all.map(\.event) }
}
