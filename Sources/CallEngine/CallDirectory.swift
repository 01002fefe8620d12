internal import Synchronization

/// Which slots are free and where each call is served: what the media loops must agree about. Asked when a call
/// begins, is taken over or ends.
final class CallDirectory: Sendable {
  struct Place {
    var slot: Int
    var loop: Int
  }

  private struct State {
    var freeSlots: [Int]
    var places: [String: Place] = [:]
  }
  private let state: Mutex<State>

  init(capacity: Int) { state = Mutex(State(freeSlots: Array((0..<capacity).reversed()))) }

  func takeSlot() -> Int? { state.withLock { $0.freeSlots.popLast() } }

  /// - Parameter controlID: the call that had it, when there was one.
  func giveBack(_ slot: Int, of controlID: String? = nil) {
    state.withLock { state in
      if let controlID, state.places[controlID]?.slot == slot { state.places[controlID] = nil }
      state.freeSlots.append(slot)
    }
  }

  func place(of controlID: String) -> Place? { state.withLock { $0.places[controlID] } }

  func set(_ place: Place, of controlID: String) { state.withLock { $0.places[controlID] = place } }
}
