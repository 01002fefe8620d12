import Synchronization

/// Prefixes of prompts that were sent before.
final class PromptCache: Sendable {
  /// Shorter ones are not cached, as the vendors document.
  static let leastTokens = 1024
  private let known = Mutex<Set<Int>>([])

  /// Whether the prefix was known; it is from now on.
  func remember(_ prefix: String) -> Bool {
    let mark = prefix.hashValue
    return known.withLock { known in
      if known.count > 100_000 { known = [] }
      return !known.insert(mark).inserted
    }
  }
}
