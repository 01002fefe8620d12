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
    /// Those of `lines` that another voice spoke, for want of the right one.
    var standIns: Set<Key> = []
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

  /// Whether the line is there in its own voice.
  func contains(_ key: Key) -> Bool {
    state.withLock { $0.lines[key] != nil && !$0.standIns.contains(key) }
  }

  func removeAll() {
    state.withLock { state in
      state.lines.removeAll()
      state.order.removeAll()
      state.standIns.removeAll()
      state.samples = 0
    }
  }

  /// - Parameter isStandIn: it is another voice's, and gives way to the right one's.
  func insert(_ samples: [Int16], for key: Key, isStandIn: Bool = false) {
    guard samples.count <= capacity / 8 else { return }
    state.withLock { state in
      if isStandIn {
        guard state.lines[key] == nil else { return }
        state.standIns.insert(key)
      } else {
        state.standIns.remove(key)
      }
      state.samples += samples.count
      if let before = state.lines.updateValue(samples, forKey: key) {
        state.samples -= before.count
      } else {
        state.order.append(key)
      }
      while state.samples > capacity, !state.order.isEmpty {
        let oldest = state.order.removeFirst()
        state.standIns.remove(oldest)
        state.samples -= state.lines.removeValue(forKey: oldest)?.count ?? 0
      }
    }
  }

  /// Look-ups that found their line, and that did not, since the start.
  public var statistics: (hits: Int, misses: Int, lines: Int) {
    state.withLock { ($0.hits, $0.misses, $0.lines.count) }
  }
}
