public import Audio
public import Networking
public import Providers

/// The clock and the timers of a ``Networking/ProviderLoop`` for those who watch over providers.
public struct LoopAlarms: Alarms {
  private let loop: ProviderLoop

  public init(_ loop: ProviderLoop) { self.loop = loop }

  public var now: MediaTime { loop.now }

  public func after(_ delay: MediaTime, _ work: @escaping @Sendable () -> Void) -> any Cancellable {
    Alarm(loop.after(delay, work))
  }

  private final class Alarm: Cancellable {
    private let timer: LoopTimer
    init(_ timer: LoopTimer) { self.timer = timer }
    func cancel() { timer.cancel() }
  }
}
