internal import Synchronization

/// Spoken lines, ready at the rate of the calls that use them, so that a fixed line costs its synthesis once.
///
/// It holds samples and not codec bytes: G.722 and Opus carry state from one frame to the next, so lines encoded
/// apart would click where they meet, and encoding G.711 costs half a microsecond a message.
public final class SpeechCache: Sendable {
  struct Key: Hashable {
    let voice: String
    let text: String
    let rate: Int
  }
  private struct State {
    var lines: [Key: [Int16]] = [:]
    var order: [Key] = []
    var samples = 0
    var hits = 0
    var misses = 0
  }
  private let state = Mutex(State())
  private let capacity: Int

  /// - Parameter capacityBytes: beyond it the oldest lines are dropped.
  public init(capacityBytes: Int = 64 << 20) { capacity = capacityBytes / 2 }

  func line(_ key: Key) -> [Int16]? {
    state.withLock { state in
      let found = state.lines[key]
      if found == nil { state.misses += 1 } else { state.hits += 1 }
      return found
    }
  }

  func contains(_ key: Key) -> Bool { state.withLock { $0.lines[key] != nil } }

  func removeAll() {
    state.withLock { state in
      state.lines.removeAll()
      state.order.removeAll()
      state.samples = 0
    }
  }

  func insert(_ samples: [Int16], for key: Key) {
    guard samples.count <= capacity / 8 else { return }
    state.withLock { state in
      guard state.lines.updateValue(samples, forKey: key) == nil else { return }
      state.order.append(key)
      state.samples += samples.count
      while state.samples > capacity, !state.order.isEmpty {
        let oldest = state.order.removeFirst()
        state.samples -= state.lines.removeValue(forKey: oldest)?.count ?? 0
      }
    }
  }

  /// Look-ups that found their line, and that did not, since the start.
  public var statistics: (hits: Int, misses: Int, lines: Int) {
    state.withLock { ($0.hits, $0.misses, $0.lines.count) }
  }
}
