internal import Synchronization

/// Calls refused, by reason. Lock-free.
public final class RefusalCounters: Sendable {
  private let counts: InlineArray<9, Atomic<Int>> = InlineArray { _ in Atomic(0) }

  init() {}

  func count(_ reason: RefusalReason) { counts[reason.rawValue].wrappingAdd(1, ordering: .relaxed) }

  func count(_ sentence: String) { count(RefusalReason(sentence: sentence)) }

  public subscript(_ reason: RefusalReason) -> Int { counts[reason.rawValue].load(ordering: .relaxed) }

  public var total: Int { RefusalReason.allCases.reduce(0) { $0 + self[$1] } }
}
