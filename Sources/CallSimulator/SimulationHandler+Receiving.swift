internal import Audio
internal import Networking
internal import Wire

extension SimulationHandler {
  func received(text message: Span<UInt8>, on call: VirtualCall) {
    guard !call.isOver, call.role != .silent else { return }
    let now = MonotonicClock.now
    do throws(WireError) {
      let scanned = try TelnyxScanner.scan(message)
      if scanned.kind == .media { return receivedAudio(scanned, in: message, on: call, at: now) }
      switch try TelnyxCommand(parsing: message) {
      case .media: break
      case .mark(let name):
        call.playout.mark(name, at: now)
        wakes[call.slot] = min(wakes[call.slot], call.nextWake(after: now))
      case .clear:
        call.recorder?.cut(at: now)
        for name in call.playout.clear(at: now) {
          send(call.encoder.mark(name: name, sequence: call.nextSequence()), on: call)
        }
        call.judge.cleared(at: now)
      case .unknown: bad(call, code: 100_003, title: "malformed_frame")
      }
    } catch {
      bad(call, code: 100_003, title: "malformed_frame")
    }
  }

  func receivedBinary(_ message: Span<UInt8>, on call: VirtualCall) {
    guard !call.isOver else { return }
    bad(call, code: 100_003, title: "malformed_frame")
  }

  private func receivedAudio(
    _ scanned: TelnyxMessage, in message: Span<UInt8>, on call: VirtualCall, at now: MediaTime
  ) {
    var isGood = false
    payload.removeAll(keepingCapacity: true)
    payload.append(addingCapacity: scanned.maximumPayloadSize) { output in
      isGood = scanned.decodePayload(of: message, into: &output)
    }
    let payload = self.payload
    guard isGood, let length = lengths.length(of: payload.span) else {
      return bad(call, code: 100_004, title: "invalid_media")
    }
    if !call.hasHeard {
      call.hasHeard = true
      callLog?.note(.heard, call)
    }
    let start = call.agentSpoke(length, at: now)
    if let recorder = call.recorder, let recordingDecoder {
      recorder.place(agent: recordingDecoder.decode(payload.span), from: start)
    }
  }

  private func bad(_ call: VirtualCall, code: Int, title: String) {
    if code == 100_004 { call.invalidMedia += 1 } else { call.badMessages += 1 }
    send(
      call.encoder.error(TelnyxStreamError(code: code, title: title, detail: "from the simulator")), on: call)
  }
}
