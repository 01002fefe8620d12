internal import Synchronization

/// What can be seen of one of the engine's threads from outside: that it turns, and how late.
final class ThreadGauge: Sendable {
  let name: String
  let lateness = LatenessHistogram()
  private let turns = Atomic<UInt64>(0)

  init(name: String) { self.name = name }

  /// By the thread itself, once a turn.
  func turned() { turns.wrappingAdd(1, ordering: .relaxed) }

  var turnCount: UInt64 { turns.load(ordering: .relaxed) }
}
