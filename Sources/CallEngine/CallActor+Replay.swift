internal import EventLog

extension CallActor {
  /// Enters the call as its worker did. False when it was not waiting for what the step brings.
  func perform(_ step: ReplayStep, _ scratch: inout CallScratch) -> Bool {
    switch step.step {
    case .begin(let load): _ = begin(at: step.at, load: load)
    case .drain: _ = drain(at: step.at, &scratch)
    case .settle(let answer):
      guard isInDoubt else { return false }
      _ = settleDoubt(answer: answer, now: step.at, &scratch)
    case .deadline: _ = deadlineReached(at: step.at)
    case .load(let level): _ = loadChanged(level, at: step.at)
    }
    return true
  }

  /// Nothing more will come, though the call may not be over: the rest of the log and of the recording is handed over.
  func breakOff() {
    recording?.finish()
    recording = nil
    log?.finish()
    log = nil
  }
}
