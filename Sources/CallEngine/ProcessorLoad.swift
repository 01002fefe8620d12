internal import Audio
internal import CallCore

/// Decides from the share of the processors that workers and loops use how much work must be left out.
///
/// Lateness tells of an overload when it is there; this sees it come. What a call costs shows only seconds after it was
/// let in, so new calls stop well before the processors are full. Recognisers and synthesisers in the process are not
/// counted: they work in bursts, and say themselves when they can take no more.
struct ProcessorLoad {
  static let period = MediaTime.milliseconds(500)
  /// The share from which on each level holds, in the order of the levels.
  static let limits = [0.58, 0.60, 0.62, 0.64]
  /// A level is left when the share has fallen this much below its limit.
  static let gap = 0.04

  /// Processors that the process may use at once; may be a fraction.
  let cores: Double
  private(set) var level = LoadLevel.normal
  private(set) var share = 0.0
  private var last: (at: MediaTime, used: MediaTime)?

  init(cores: Double) { self.cores = max(0.01, cores) }

  /// Whether a new reading is due.
  func isDue(at now: MediaTime) -> Bool { last.map { now - $0.at >= Self.period } ?? true }

  /// Takes a reading: processor time `used` up to `now`. Returns whether the level has changed.
  mutating func note(used: MediaTime, at now: MediaTime) -> Bool {
    defer { last = (now, used) }
    guard let last, now > last.at else { return false }
    share = (used - last.used).seconds / (now - last.at).seconds / cores
    let reached = Self.limits.count { share >= $0 }
    let kept = Self.limits.count { share >= $0 - Self.gap }
    let rank = max(reached, min(kept, level.rawValue))
    defer { level = LoadLevel(rawValue: rank) ?? .normal }
    return rank != level.rawValue
  }
}
