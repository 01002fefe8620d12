internal import Audio
internal import Networking
internal import Wire

extension SimulationHandler {
  /// How long a caller that vanished keeps its connection.
  private static let vanishedFor = MediaTime.seconds(Int64(3))
  /// How long the run waits for its last connections to close.
  private static let closingTime = MediaTime.seconds(Int64(7))

  /// Ends a call from the caller's side.
  func end(_ call: VirtualCall, by ending: CallEnding, at now: MediaTime, endedBy: String) {
    guard !call.isOver else { return }
    call.phase = .over
    switch ending {
    case .close: loop?.close(call.id)
    case .reset: loop?.abandon(call.id, byReset: true)
    case .vanish:
      call.phase = .vanished
      call.endsAt = now + Self.vanishedFor
      loop?.stopReading(call.id)
    case .stop, .agent, .mix:
      send(
        call.encoder.stop(TelnyxStop(callControlID: call.callControlID), sequence: call.nextSequence()),
        on: call)
      loop?.close(call.id)
    }
    finish(call, at: now, endedBy: endedBy)
  }

  /// Takes note of a call that is over: once, since whoever calls this has made it so.
  func finish(_ call: VirtualCall, at now: MediaTime, endedBy: String) {
    callLog?.note(.ended, call)
    call.utterance = nil
    call.delayed = []
    switch call.role {
    case .silent, .acceptance: return
    case .caller, .flooding, .deaf, .vanishing: live -= 1
    }
    report.add(
      CallRecord(
        index: call.index, length: now - call.startedAt, isJudged: call.isJudged,
        verdict: call.verdict(at: now, endedBy: endedBy)))
    if let recorder = call.recorder { shared.keep(recording: (recorder.caller, recorder.agent)) }
  }

  /// Half of all callers are gone at once: half of those by a reset, the others without a word.
  func vanishHalf(at now: MediaTime) {
    hasVanished = true
    for call in calls where !call.isOver && call.isJudged && call.index % 2 == 1 {
      call.role = .vanishing
      end(call, by: call.index % 4 == 1 ? .reset : .vanish, at: now, endedBy: "caller")
    }
    for slot in calls.indices { wakes[slot] = min(wakes[slot], calls[slot].nextWake(after: now)) }
  }

  func endAll(at now: MediaTime) {
    (report.engine, report.own) = window.use(at: now, end: .init(options.watchedProcess), calls: live)
    stage = .ending(deadline: now + Self.closingTime)
    // What misbehaves does not get to hold up the end.
    for call in calls {
      switch call.role {
      case .silent, .deaf, .flooding:
        end(call, by: .reset, at: now, endedBy: "caller")
      case .caller, .vanishing, .acceptance:
        end(call, by: call.ending == .agent ? .stop : call.ending, at: now, endedBy: "caller")
      }
    }
    for slot in calls.indices { wakes[slot] = min(wakes[slot], calls[slot].nextWake(after: now)) }
  }
}
