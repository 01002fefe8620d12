internal import Audio
internal import Synchronization

/// Feeds a decider from any thread, one input after another, and keeps its alarm. Whoever brings an input while nobody
/// else is at it carries out what comes of it, and of what others bring meanwhile; so actions keep their order and no
/// lock is held over them.
final class DeciderLoop<Value: Decider>: Sendable {
  private struct State {
    var decider: Value
    var waiting: [Value.Input] = []
    var isBusy = false
    var alarmAt: MediaTime?
    var alarm: (any Cancellable)?
  }

  private let state: Mutex<State>
  private let alarms: any Alarms

  init(_ decider: Value, alarms: any Alarms) {
    state = Mutex(State(decider: decider))
    self.alarms = alarms
  }

  var now: MediaTime { alarms.now }

  /// - Parameters:
  ///   - carryOut: may post again; that input is taken when this one is done with.
  ///   - ring: posts the alarm.
  func post(
    _ input: Value.Input, carryOut: (Value.Action) -> Void, ring: @escaping @Sendable () -> Void
  ) {
    let isMine = state.withLock { state in
      state.waiting.append(input)
      guard !state.isBusy else { return false }
      state.isBusy = true
      return true
    }
    guard isMine else { return }
    while let actions = next() {
      for action in actions { carryOut(action) }
      keepAlarm(ring)
    }
  }

  private func next() -> [Value.Action]? {
    let now = alarms.now
    return state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isBusy = false
        return nil
      }
      return state.decider.handle(state.waiting.removeFirst(), at: now)
    }
  }

  /// An alarm that comes too early costs one look, so it is set anew only when it is needed sooner.
  private func keepAlarm(_ ring: @escaping @Sendable () -> Void) {
    let (due, old): (MediaTime?, (any Cancellable)?) = state.withLock { state in
      guard let due = state.decider.deadline else {
        let old = state.alarm
        state.alarm = nil
        state.alarmAt = nil
        return (nil, old)
      }
      if let at = state.alarmAt, at <= due { return (nil, nil) }
      let old = state.alarm
      state.alarmAt = due
      state.alarm = nil
      return (due, old)
    }
    old?.cancel()
    guard let due else { return }
    let alarm = alarms.after(max(.zero, due - alarms.now)) { [self] in
      let isCurrent = state.withLock { state in
        guard state.alarmAt == due else { return false }
        state.alarmAt = nil
        state.alarm = nil
        return true
      }
      if isCurrent { ring() }
    }
    state.withLock { state in
      // It may have rung already.
      if state.alarmAt == due { state.alarm = alarm }
    }
  }
}
