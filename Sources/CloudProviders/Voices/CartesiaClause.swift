internal import Providers
internal import Synchronization

/// A clause that one of Cartesia's voices speaks, in a context of its own.
final class CartesiaClause: Cancellable {
  private struct State {
    var socket: CartesiaSocket?
    var hasBegun = false
    var hasTriedAgain = false
  }

  let context: String
  let output: ClauseOutput
  /// What asks for it.
  let message: [UInt8]
  private let pool: CartesiaPool
  private let state = Mutex(State())

  init(_ context: String, _ output: ClauseOutput, message: [UInt8], pool: CartesiaPool) {
    self.context = context
    self.output = output
    self.message = message
    self.pool = pool
  }

  /// The socket that it was sent on last.
  var socket: CartesiaSocket? {
    get { state.withLock { $0.socket } }
    set { state.withLock { $0.socket = newValue } }
  }

  /// Some of its audio came.
  func hasBegun() { state.withLock { $0.hasBegun = true } }

  /// Whether it can be sent once more, as if it had not been sent; true once.
  func mayTryAgain() -> Bool {
    state.withLock { state in
      guard !state.hasBegun, !state.hasTriedAgain else { return false }
      state.hasTriedAgain = true
      return true
    }
  }

  func cancel() {
    output.cancel()
    pool.cancel(self)
  }
}
