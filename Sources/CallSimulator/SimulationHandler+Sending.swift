internal import Audio
internal import Networking
internal import Wire

extension SimulationHandler {
  /// Sends the frame that is due, and moves on to the next.
  func sendFrame(of call: VirtualCall, isImpaired: Bool) {
    let due = call.nextFrameAt
    call.framesDue += 1
    if call.utterance == nil, let clip = call.chooseClip(at: due) {
      call.utterance = VirtualCall.Utterance(clip: speech.clips[clip])
    }
    guard let utterance = call.utterance else {
      let frame = (call.framesDue + call.index) % speech.noise.frameCount
      transmit(frame, of: speech.noise, on: call, due: due, isImpaired: isImpaired)
      return
    }
    let index = utterance.next
    let clip = utterance.clip
    let left = transmit(index, of: clip, on: call, due: due, isImpaired: isImpaired)
    if index == clip.speechFrames.lowerBound {
      call.judge.callerBegan(at: left, agentDryAt: call.playout.dryAt)
    }
    if index + 1 == clip.spokenFrames {
      call.utterance = nil
      call.finishedSpeaking(at: left - clip.silenceInLastFrame)
    } else {
      call.utterance?.next += 1
    }
  }

  /// Returns when the frame left, or will leave, for the engine.
  @discardableResult
  private func transmit(
    _ index: Int, of clip: SpeechClip, on call: VirtualCall, due: MediaTime, isImpaired: Bool
  ) -> MediaTime {
    if call.recorder != nil { record(clip, index, on: call) }
    call.chunk += 1
    let frame = clip.frame(index)
    if call.role == .flooding { flood(frame, of: clip, on: call) }
    if isImpaired, let delay = impair(frame, of: clip, on: call, due: due) { return delay }
    write(frame, of: clip, chunk: call.chunk, on: call)
    let left = MonotonicClock.now
    if call.isJudged { report.lateness.add(left - due) }
    return left
  }

  /// The other 99 of a hundred.
  private func flood(_ frame: Range<Int>, of clip: SpeechClip, on call: VirtualCall) {
    for _ in 0..<99 {
      write(frame, of: clip, chunk: call.chunk, on: call)
      call.chunk += 1
    }
  }

  /// Loses or delays a frame; nil when it is to be sent at once.
  private func impair(
    _ frame: Range<Int>, of clip: SpeechClip, on call: VirtualCall, due: MediaTime
  ) -> MediaTime? {
    let impairment = options.impairment
    if call.random.fraction() < impairment.loss {
      report.framesDropped += 1
      return due
    }
    var instant = due
    if impairment.jitterMs > 0 {
      instant += .microseconds(Int64(call.random.fraction() * Double(impairment.jitterMs) * 1_000))
    }
    if call.random.fraction() < impairment.reorder { instant += .milliseconds(25) }
    instant = call.startedAt + impairment.release(instant - call.startedAt, phase: call.stallPhase)
    let copy = VirtualCall.Delayed(due: instant, chunk: call.chunk, clip: clip, frame: frame)
    if call.random.fraction() < impairment.duplicate { call.delayed.append(copy) }
    guard instant > due else { return nil }
    call.delayed.append(copy)
    return instant
  }

  func sendDelayed(of call: VirtualCall, at now: MediaTime) {
    for item in call.delayed where item.due <= now {
      write(item.frame, of: item.clip, chunk: item.chunk, on: call)
    }
    call.delayed.removeAll { $0.due <= now }
  }

  private func write(_ frame: Range<Int>, of clip: SpeechClip, chunk: Int64, on call: VirtualCall) {
    writer.compose(
      sequence: call.nextSequence(), chunk: chunk, payload: frame, of: clip, tail: call.tail)
    switch loop?.write(writer.message.span, to: call.id) {
    case .written:
      call.framesSent += 1
      report.framesSent += 1
    case .wouldBlock: if call.isJudged { report.framesBlocked += 1 }
    case .closed, nil: break
    }
  }

  private func record(_ clip: SpeechClip, _ frame: Int, on call: VirtualCall) {
    let length = clip.rate / 50
    let step = max(1, clip.rate / CallRecorder.rate)
    let start = frame * length
    call.recorder?.append(
      caller: stride(from: start, to: start + length, by: step).map { clip.samples[$0] })
  }
}
