internal import CallCore
internal import Synchronization

/// Says whether one more call may come in, and why not.
///
/// Decided once for each socket, where its upgrade is answered: what changes while the upgrade is under way, a drain
/// above all, does not take back what the peer was told. A call is counted from that moment until its last record is written and its socket closed,
/// so that a drain never overlooks one that is just being set up, and no more are let in than there is room for.
public final class AdmissionGate: Sendable {
  private let placesTaken = Atomic<Int>(0)
  private let live = Atomic<Int>(0)
  private let isDraining = Atomic<Bool>(false)
  public let refusals = RefusalCounters()
  public let maxCalls: Int
  let overload: OverloadGauge
  private let refusal: @Sendable () -> String?

  init(maxCalls: Int, overload: OverloadGauge, refusal: @escaping @Sendable () -> String?) {
    self.maxCalls = maxCalls
    self.overload = overload
    self.refusal = refusal
  }

  /// Sockets let in, those included that have not said `start` yet.
  public var admittedCalls: Int { placesTaken.load(ordering: .sequentiallyConsistent) }
  /// Calls that have begun.
  public var liveCalls: Int { live.load(ordering: .acquiring) }
  public var refusedCalls: Int { refusals.total }
  public var draining: Bool { isDraining.load(ordering: .sequentiallyConsistent) }

  func drain() { isDraining.store(true, ordering: .sequentiallyConsistent) }

  /// Why no call is taken now, for people; nil when one is.
  public var currentRefusal: String? {
    if draining { return Self.drainingReason }
    if admittedCalls >= maxCalls { return fullReason }
    if overload.level.shedsNewCalls {
      return "overloaded: the calls that live would be disturbed by one more"
    }
    return refusal()
  }

  /// Takes a place for a socket that asks to come in, or says why there is none.
  func enter() -> String? {
    if let reason = currentRefusal {
      refusals.count(reason)
      return reason
    }
    let (before, _) = placesTaken.add(1, ordering: .sequentiallyConsistent)
    // Another loop may have taken the last place in the meantime, and a drain may have begun. `placesTaken` and
    // `isDraining` are each written by one side before the other is read: either the drain is seen here, or whoever
    // waits for the drain's end sees the place.
    if before < maxCalls, !draining { return nil }
    leave()
    let reason = draining ? Self.drainingReason : fullReason
    refusals.count(reason)
    return reason
  }

  private static let drainingReason = "draining: this engine takes no new calls"
  private var fullReason: String { "full: \(maxCalls) calls are live (--max-calls)" }

  /// Gives the place back.
  func leave() { placesTaken.subtract(1, ordering: .acquiringAndReleasing) }

  /// Loops and workers have ended: whoever came in at the last moment is gone as well.
  func everythingEnded() {
    placesTaken.store(0, ordering: .releasing)
    live.store(0, ordering: .releasing)
  }

  /// The socket's call has begun, or is over.
  func callBegan() { live.add(1, ordering: .acquiringAndReleasing) }
  func callEnded() { live.subtract(1, ordering: .acquiringAndReleasing) }
}
