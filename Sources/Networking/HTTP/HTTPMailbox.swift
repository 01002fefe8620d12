internal import CCurl
internal import Synchronization

/// What other threads want of the HTTP thread, and the bell that wakes it.
final class HTTPMailbox: Sendable {
  enum Letter {
    case start(HTTPTransfer)
    case cancel(Int)
    case timer(LoopTimer)
  }

  /// Sound as `Sendable`: only ever seen under the lock; the bell may be rung from any thread while the multi
  /// handle lives, which is until `close`.
  @safe private struct State: @unchecked Sendable {
    var letters: [Letter] = []
    var bell: UnsafeMutableRawPointer?
  }

  private let state: Mutex<State>

  init(bell: UnsafeMutableRawPointer) { state = unsafe Mutex(State(bell: bell)) }

  /// Answers `false` when the loop no longer reads its mail.
  @discardableResult
  func post(_ letter: Letter) -> Bool {
    state.withLock { state in
      guard let bell = unsafe state.bell else { return false }
      state.letters.append(letter)
      // One ring is enough until the letters are taken.
      if state.letters.count == 1 { unsafe curl_multi_wakeup(bell) }
      return true
    }
  }

  func ring() {
    state.withLock { state in
      if let bell = unsafe state.bell { unsafe curl_multi_wakeup(bell) }
    }
  }

  func take() -> [Letter] {
    state.withLock { state in
      defer { state.letters = [] }
      return state.letters
    }
  }

  /// Takes the last letters; nothing is accepted and nobody rings from now on.
  func close() -> [Letter] {
    state.withLock { state in
      defer { state = State() }
      return state.letters
    }
  }
}
