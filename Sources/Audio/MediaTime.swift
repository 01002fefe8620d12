/// A point on, or a stretch of, a monotonic clock, in whole nanoseconds.
///
/// The same type serves as instant and interval, as `Duration` does, at a quarter of its arithmetic cost: the
/// frame path adds and compares these. Which clock it counts on is said where a value is declared: the engine's
/// monotonic clock for events, a call's media clock (samples received) for positions in a recording.
public struct MediaTime: Hashable, Comparable, Sendable, Codable {
  /// Nanoseconds; negative before the origin.
  public var nanoseconds: Int64

  public static let zero = MediaTime(nanoseconds: 0)
  /// Later than every instant that can be reached; a deadline that never comes.
  public static let distantFuture = MediaTime(nanoseconds: .max)

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func nanoseconds(_ value: Int64) -> MediaTime { MediaTime(nanoseconds: value) }
  public static func microseconds(_ value: Int64) -> MediaTime { MediaTime(nanoseconds: value &* 1_000) }
  public static func milliseconds(_ value: Int64) -> MediaTime { MediaTime(nanoseconds: value &* 1_000_000) }
  public static func seconds(_ value: Int64) -> MediaTime { MediaTime(nanoseconds: value &* 1_000_000_000) }
  public static func seconds(_ value: Double) -> MediaTime {
    MediaTime(nanoseconds: Int64((value * 1e9).rounded()))
  }

  /// The time that `count` samples last at `rate` samples a second, rounded down to a nanosecond.
  public static func samples(_ count: Int, rate: Int) -> MediaTime {
    let whole = Int64(count / rate)
    let rest = Int64(count % rate)
    return MediaTime(nanoseconds: whole &* 1_000_000_000 &+ rest &* 1_000_000_000 / Int64(rate))
  }

  /// How many whole samples at `rate` fit into this time.
  public func samples(rate: Int) -> Int {
    let whole = nanoseconds / 1_000_000_000
    let rest = nanoseconds % 1_000_000_000
    return Int(whole &* Int64(rate) &+ rest &* Int64(rate) / 1_000_000_000)
  }

  /// Whole milliseconds, rounded towards zero.
  public var milliseconds: Int64 { nanoseconds / 1_000_000 }
  /// Seconds as a floating-point number, for reports.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  public static func < (left: MediaTime, right: MediaTime) -> Bool { left.nanoseconds < right.nanoseconds }
  public static func + (left: MediaTime, right: MediaTime) -> MediaTime {
    MediaTime(nanoseconds: left.nanoseconds &+ right.nanoseconds)
  }
  public static func - (left: MediaTime, right: MediaTime) -> MediaTime {
    MediaTime(nanoseconds: left.nanoseconds &- right.nanoseconds)
  }
  public static func += (left: inout MediaTime, right: MediaTime) { left = left + right }
  public static func -= (left: inout MediaTime, right: MediaTime) { left = left - right }
  public static func * (left: MediaTime, factor: Int64) -> MediaTime {
    MediaTime(nanoseconds: left.nanoseconds &* factor)
  }
}

extension MediaTime: CustomStringConvertible {
  /// Milliseconds with a unit: `1280 ms`.
  public var description: String { "\(milliseconds) ms" }
}
