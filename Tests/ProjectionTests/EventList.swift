import Projection
import Synchronization

final class EventList: Sendable {
  private let events = Mutex<[ProjectionEvent]>([])

  func add(_ event: ProjectionEvent) { events.withLock { $0.append(event) } }
  var all: [ProjectionEvent] { events.withLock { $0 } }
}
