import NIOCore
import Synchronization

/// Every connection that is open, so that a fault can hit all of a vendor's at once.
final class OpenConnections: Sendable {
  private struct State {
    var next = 0
    var bound: [Int: NIOLoopBound<Connection>] = [:]
  }

  private let state = Mutex(State())

  func add(_ connection: Connection) -> Int {
    let bound = NIOLoopBound(connection, eventLoop: connection.channel.eventLoop)
    return state.withLock { state in
      state.next += 1
      state.bound[state.next] = bound
      return state.next
    }
  }

  func remove(_ number: Int) { state.withLock { $0.bound[number] = nil } }

  /// Does a `now` fault to each connection of its vendor.
  func strike(_ fault: Fault) {
    for bound in state.withLock({ Array($0.bound.values) }) {
      bound.eventLoop.execute { bound.value.strike(fault) }
    }
  }
}
