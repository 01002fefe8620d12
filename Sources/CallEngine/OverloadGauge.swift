internal import CallCore
internal import Synchronization

/// How loaded the workers, the loops and the processors say they are; the worst counts for everyone.
final class OverloadGauge: Sendable {
  private let levels: [Level]

  private final class Level: Sendable {
    let value = Atomic<Int>(0)
  }

  /// Who says so.
  enum Source {
    case worker(Int)
    case loop(Int)
    case processors
  }
  private let workers: Int

  init(workers: Int, loops: Int) {
    self.workers = workers
    levels = (0..<workers + loops + 1).map { _ in Level() }
  }

  func set(_ level: LoadLevel, by source: Source) {
    let index =
      switch source {
      case .worker(let index): index
      case .loop(let index): workers + index
      case .processors: levels.count - 1
      }
    levels[index].value.store(level.rawValue, ordering: .relaxed)
  }

  var level: LoadLevel {
    LoadLevel(rawValue: levels.reduce(0) { max($0, $1.value.load(ordering: .relaxed)) }) ?? .normal
  }
}
