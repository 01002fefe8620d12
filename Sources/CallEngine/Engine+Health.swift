// What an operator asks of a running engine.
extension Engine {
  /// The thread that has not turned for 5 s although it was woken; nil while all turn. The first look at a thread
  /// only wakes it, so a stuck one shows at the first look that comes 5 s or more after another.
  public func stuckThread() -> String? {
    defer { wakeThreads() }
    return liveness.stuckThread(among: threads, at: clock.now)
  }
}
