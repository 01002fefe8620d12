internal import Audio
internal import Networking
internal import Synchronization

/// One of the sockets to Cartesia: what was asked before it is open waits, and what runs on it is counted.
final class CartesiaSocket: Sendable {
  private struct State {
    var exchange: WebSocketExchange?
    var waiting: [[UInt8]] = []
    var load = 0
    var uses = 0
    var hasServed = false
    var isClosed = false
    var isRetired = false
    /// When it said something last, or was asked for something after it had nothing to say.
    var alive = MediaTime.zero
  }

  let number: Int
  private let state = Mutex(State())

  init(number: Int) { self.number = number }

  /// Contexts that are under way.
  var load: Int { state.withLock { $0.load } }
  /// Contexts that ever were.
  var uses: Int { state.withLock { $0.uses } }
  /// Whether one of them came to its end.
  var hasServed: Bool { state.withLock { $0.hasServed } }

  /// Whether it is not to be used any more.
  var isRetired: Bool { state.withLock { $0.isRetired } }

  /// It said something.
  func heard(at now: MediaTime) { state.withLock { $0.alive = now } }

  /// Somebody gave up waiting for it. A socket that owes something and said nothing for a while is retired: it may
  /// look open and be dead.
  func gaveUp(at now: MediaTime) {
    state.withLock { if now - $0.alive >= Self.patience { $0.isRetired = true } }
  }

  private static let patience = MediaTime.milliseconds(1000)

  func enter(at now: MediaTime) {
    state.withLock {
      if $0.load == 0 { $0.alive = now }
      $0.load += 1
      $0.uses += 1
    }
  }

  func leave() {
    state.withLock {
      $0.load -= 1
      $0.hasServed = true
    }
  }

  func opened(as exchange: WebSocketExchange) {
    let isClosed = state.withLock { state in
      state.exchange = exchange
      for message in state.waiting { exchange.send(text: message) }
      state.waiting = []
      return state.isClosed
    }
    if isClosed { exchange.cancel() }
  }

  @discardableResult
  func send(_ message: [UInt8]) -> Bool {
    state.withLock { state in
      if let exchange = state.exchange { return exchange.send(text: message) }
      state.waiting.append(message)
      return true
    }
  }

  func close() {
    state.withLock { state in
      state.isClosed = true
      return state.exchange
    }?.close(code: 1000, reason: "")
  }
}
