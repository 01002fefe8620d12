internal import Synchronization

/// How many objects of each kind live in this process, so that one that is never let go shows.
///
/// Counted for the process and not for an engine: a member outlives whatever should have freed it. Costs an atomic
/// addition when an object is made and one when it goes; nothing per frame.
public enum Census {
  private static let counts: InlineArray<7, Atomic<Int>> = InlineArray { _ in Atomic(0) }

  public static func count(of kind: LiveObject) -> Int { counts[kind.rawValue].load(ordering: .relaxed) }

  fileprivate static func add(_ amount: Int, _ kind: LiveObject) {
    counts[kind.rawValue].wrappingAdd(amount, ordering: .relaxed)
  }
}

/// Stands in the census for as long as it lives: a stored property of what is to be counted.
struct CensusMember: ~Copyable {
  private let kind: LiveObject

  init(_ kind: LiveObject) {
    self.kind = kind
    Census.add(1, kind)
  }

  deinit { Census.add(-1, kind) }
}

/// The same for what can be copied, or is kept by others: closures handed to a provider hold one, so that a stream
/// which the provider never lets go is seen.
final class CensusTicket: Sendable {
  private let member: CensusMember

  init(_ kind: LiveObject) { member = CensusMember(kind) }
}
