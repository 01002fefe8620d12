internal import Synchronization

/// Says whether one more call may come in, and why not.
///
/// A call is counted from the moment its socket is accepted until its last record is written, so that a drain
/// never overlooks one that is just being set up.
public final class AdmissionGate: Sendable {
  private let live = Atomic<Int>(0)
  private let isDraining = Atomic<Bool>(false)
  private let refused = Atomic<Int>(0)
  public let maxCalls: Int
  private let refusal: @Sendable () -> String?

  init(maxCalls: Int, refusal: @escaping @Sendable () -> String?) {
    self.maxCalls = maxCalls
    self.refusal = refusal
  }

  public var liveCalls: Int { live.load(ordering: .acquiring) }
  public var refusedCalls: Int { refused.load(ordering: .relaxed) }
  public var draining: Bool { isDraining.load(ordering: .acquiring) }

  func drain() { isDraining.store(true, ordering: .releasing) }

  /// Why no call is taken now, for people; nil when one is.
  public var currentRefusal: String? {
    if draining { return "draining: this engine takes no new calls" }
    if liveCalls >= maxCalls { return "full: \(maxCalls) calls are live (--max-calls)" }
    return refusal()
  }

  /// Takes a place, or says why there is none.
  func enter() -> String? {
    if let reason = currentRefusal {
      refused.add(1, ordering: .relaxed)
      return reason
    }
    live.add(1, ordering: .acquiringAndReleasing)
    return nil
  }

  func countRefusal() { refused.add(1, ordering: .relaxed) }

  func leave() { live.subtract(1, ordering: .acquiringAndReleasing) }
}
