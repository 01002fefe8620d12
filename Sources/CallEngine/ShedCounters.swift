internal import CallCore
public import Synchronization

/// What was left undone under load, so that no audio had to be: counted in the order in which it is shed.
public final class ShedCounters: Sendable {
  /// Replies not begun before the caller's turn was confirmed.
  public let speculation = Atomic<Int>(0)
  /// Partial transcripts not asked for, or not passed on.
  public let partials = Atomic<Int>(0)
  /// Observations not made.
  public let diagnostics = Atomic<Int>(0)
  /// New calls refused because of load.
  public let calls = Atomic<Int>(0)

  init() {}

  func count(_ work: ShedWork) {
    switch work {
    case .speculation: speculation.add(1, ordering: .relaxed)
    case .partial: partials.add(1, ordering: .relaxed)
    case .diagnostic: diagnostics.add(1, ordering: .relaxed)
    }
  }
}
