internal import CallCore
internal import Synchronization

/// How loaded the workers say they are; the worst counts for everyone.
final class OverloadGauge: Sendable {
  private let levels: [Level]

  private final class Level: Sendable {
    let value = Atomic<Int>(0)
  }

  init(workers: Int) { levels = (0..<workers).map { _ in Level() } }

  func set(_ level: LoadLevel, by worker: Int) {
    levels[worker].value.store(level.rawValue, ordering: .relaxed)
  }

  var level: LoadLevel {
    LoadLevel(rawValue: levels.reduce(0) { max($0, $1.value.load(ordering: .relaxed)) }) ?? .normal
  }
}
