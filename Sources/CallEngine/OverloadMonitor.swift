internal import Audio
internal import CallCore

/// Decides from the lateness of a worker's ticks how much work it must leave out.
///
/// One level more for every quarter of a second in which a quarter of the ticks began late, and three at once when one
/// was very late; one level less after two seconds in which none was. Slower back than forth, so that it does not
/// flutter.
struct OverloadMonitor {
  /// A tick is late from here on. Audio is sent 200 ms ahead, so nobody has heard anything yet.
  static let limit = MediaTime.milliseconds(15)
  static let severe = MediaTime.milliseconds(100)
  static let window = MediaTime.milliseconds(250)
  static let recovery = MediaTime.seconds(Int64(2))
  /// Ticks that a window must have for a verdict.
  static let fewestTicks = 8

  private(set) var level = LoadLevel.normal
  private var windowStart = MediaTime.zero
  private var ticks = 0
  private var late = 0
  private var worst = MediaTime.zero
  private var lastLate = MediaTime.zero
  private var lastStep = MediaTime.zero

  /// Takes note of a tick that began `lateness` after its time. Returns whether the level has changed.
  mutating func note(_ lateness: MediaTime, at now: MediaTime) -> Bool {
    ticks += 1
    worst = max(worst, lateness)
    if lateness > Self.limit {
      late += 1
      lastLate = now
    }
    guard now - windowStart >= Self.window else { return false }
    let before = level
    if ticks >= Self.fewestTicks || worst > Self.severe { judge(at: now) }
    windowStart = now
    ticks = 0
    late = 0
    worst = .zero
    return level != before
  }

  private mutating func judge(at now: MediaTime) {
    if worst > Self.severe {
      move(by: 3, at: now)
    } else if late * 4 >= ticks {
      move(by: 1, at: now)
    } else if level > .normal, now - max(lastLate, lastStep) >= Self.recovery {
      move(by: -1, at: now)
    }
  }

  private mutating func move(by steps: Int, at now: MediaTime) {
    let rank = min(max(0, level.rawValue + steps), LoadLevel.noNewCalls.rawValue)
    level = LoadLevel(rawValue: rank) ?? .normal
    lastStep = now
  }
}
