public import Audio
internal import CPlatform

/// The system's monotonic clock.
public enum MonotonicClock {
  /// Nanoseconds of CLOCK_MONOTONIC.
  public static var now: MediaTime { MediaTime(nanoseconds: cplatform_monotonic_nanoseconds()) }

  /// Blocks the calling thread until `instant`; returns at once when that is past.
  static func sleep(until instant: MediaTime) { cplatform_sleep_until(instant.nanoseconds) }
}
