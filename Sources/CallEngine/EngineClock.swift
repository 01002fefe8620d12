public import Audio
internal import Glibc

/// The engine's monotonic clock: time since it was made.
public struct EngineClock: Sendable {
  private let origin: Int64
  /// Seconds since 1970 at the clock's zero.
  public let wallClockAtZero: Double

  public init() {
    origin = Self.read(CLOCK_MONOTONIC)
    wallClockAtZero = Double(Self.read(CLOCK_REALTIME)) / 1e9
  }

  /// A clock that nobody reads: a replay tells its calls the time.
  init(wallClockAtZero: Double) {
    origin = 0
    self.wallClockAtZero = wallClockAtZero
  }

  public var now: MediaTime { MediaTime(nanoseconds: Self.read(CLOCK_MONOTONIC) - origin) }

  /// Blocks the thread until `time`.
  func sleep(until time: MediaTime) {
    let at = time.nanoseconds + origin
    var wake = timespec(tv_sec: Int(at / 1_000_000_000), tv_nsec: Int(at % 1_000_000_000))
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, nil) == EINTR {}
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
