internal import Synchronization

/// What other threads want of the WebSocket thread.
final class SocketMailbox: Sendable {
  enum Letter: Sendable {
    case open(SocketSession)
    case send(Int, [UInt8], MessageKind)
    case close(Int, Int, String)
    case cancel(Int)
  }

  private struct State {
    var letters: [Letter] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  /// Set once, before the first letter.
  private let core: LoopCore

  init(_ core: LoopCore) { self.core = core }

  /// Answers `false` when the loop no longer reads its mail.
  @discardableResult
  func post(_ letter: Letter) -> Bool {
    let isFirst = state.withLock { state -> Bool? in
      guard !state.isClosed else { return nil }
      state.letters.append(letter)
      return state.letters.count == 1
    }
    // One wake is enough until the letters are taken.
    if isFirst == true { core.wake() }
    return isFirst != nil
  }

  /// The letters so far, in exchange for an empty array to use again.
  func take(_ spare: inout [Letter]) {
    spare.removeAll(keepingCapacity: spare.capacity <= 4096)
    state.withLock { swap(&$0.letters, &spare) }
  }

  func close() -> [Letter] {
    state.withLock { state in
      defer { state = State(isClosed: true) }
      return state.letters
    }
  }
}
