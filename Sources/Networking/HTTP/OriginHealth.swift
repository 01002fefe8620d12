/// Keeps new requests off connections that may be dead.
///
/// Many requests share an HTTP/2 connection. When one of them gets no answer in time, the connection may have
/// died without a word, and curl would go on giving it to every request. So from then on, requests to that origin
/// take fresh connections until all that were under way have ended.
struct OriginHealth {
  private struct Origin {
    var generation = 0
    var underWay = 0
    /// Those that began before the last silence.
    var older = 0
  }

  private var origins: [String: Origin] = [:]
  /// Origins seen to speak HTTP/2; forgotten all together when there are too many.
  private var multiplexed: Set<String> = []

  /// A request begins. Answers the generation to remember, and whether to take a fresh connection.
  mutating func begin(_ origin: String) -> (generation: Int, isFresh: Bool) {
    var state = origins[origin] ?? Origin()
    state.underWay += 1
    origins[origin] = state
    return (state.generation, state.older > 0)
  }

  mutating func sawMultiplexing(_ origin: String) {
    if multiplexed.count > 1024 { multiplexed = [] }
    multiplexed.insert(origin)
  }

  /// A request has ended. Answers whether its connection should not be used again.
  mutating func end(_ origin: String, generation: Int, wentSilent: Bool, failed: Bool) -> Bool {
    guard var state = origins[origin] else { return wentSilent }
    state.underWay -= 1
    let isOlder = generation < state.generation
    if isOlder { state.older -= 1 }
    if wentSilent, !isOlder, multiplexed.contains(origin) {
      state.generation += 1
      state.older = state.underWay
    }
    origins[origin] = state.underWay > 0 ? state : nil
    return wentSilent || (isOlder && failed)
  }
}
