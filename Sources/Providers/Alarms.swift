public import Audio

/// A clock that calls back: how long providers may take is decided by values that are told the time, and this is who
/// tells them.
public protocol Alarms: Sendable {
  /// On a monotonic clock.
  var now: MediaTime { get }

  /// Runs `work` once, `delay` from now or a little later, on a thread that must not be blocked.
  func after(_ delay: MediaTime, _ work: @escaping @Sendable () -> Void) -> any Cancellable
}
