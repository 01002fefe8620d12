import Audio
import Networking
import Wire

/// One caller: hears the agent out, refuses, hears the answer, refuses again, and waits to be said goodbye to.
final class DrillCaller: MediaLoopHandler {
  final class Line {
    let id: ConnectionID
    init(_ id: ConnectionID) { self.id = id }
  }
  typealias Connection = Line

  private static let frame = 160
  /// After the agent's last word, before the caller speaks.
  private static let manners = MediaTime.milliseconds(400)
  private static let patience = MediaTime.seconds(Int64(8))
  private static let longestCall = MediaTime.seconds(Int64(75))

  private let url: WebSocketURL
  /// Frames of µ-law, for each thing to be said.
  private let lines: [[[UInt8]]]
  private let records: DrillRecords
  private let call: DrillCall
  private let cue: @Sendable (DrillCell.Cue) -> Void
  private let encoder = TelnyxCarrierEncoder(streamID: "drill")
  private var loop: MediaLoop<DrillCaller>?
  private var line: Line?
  private var startedAt = MediaTime.zero
  private var frames = 0
  private var sequence: Int64 = 2
  private var hearing = DrillHearing()
  private var marks: [(due: MediaTime, name: String)] = []
  private var said = 0
  /// Of the line that is being said, the frames that are left.
  private var saying: ArraySlice<[UInt8]> = []
  private var turnsBefore = 0
  private var waitingSince = MediaTime.zero
  private var answerCueAt: MediaTime?
  private var isOver = false

  init(
    url: WebSocketURL, lines: [[[UInt8]]], records: DrillRecords, call: DrillCall,
    cue: @escaping @Sendable (DrillCell.Cue) -> Void
  ) {
    self.url = url
    self.lines = lines
    self.records = records
    self.call = call
    self.cue = cue
  }

  func started(on loop: MediaLoop<DrillCaller>) {
    self.loop = loop
    loop.connect(to: url, tag: 0)
  }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> Line {
    let line = Line(id)
    self.line = line
    startedAt = MonotonicClock.now
    waitingSince = startedAt
    hearing.callBegan(at: startedAt)
    send(TelnyxCarrierEncoder.connected())
    let start = TelnyxStart(
      streamID: encoder.streamID, callControlID: "v3:drill", from: "+15550100018", to: "+15550100042",
      mediaFormat: TelnyxMediaFormat(encoding: AudioCodec.pcmu.rawValue, sampleRate: 8000, channels: 1))
    send(encoder.start(start, sequence: 1))
    return line
  }

  func connectFailed(_ tag: Int, status: Int?, reason: String) {
    call.finish(.init(endedBy: "nobody", trouble: "the engine took no call: \(reason)"))
  }

  func closed(_ line: Line, code: Int?) { finish("agent", at: MonotonicClock.now) }

  // MARK: Hearing

  func received(text message: Span<UInt8>, on line: Line) {
    let now = MonotonicClock.now
    guard let command = try? TelnyxCommand(parsing: message) else { return }
    switch command {
    case .media(let media):
      let bytes = [UInt8](capacity: media.maximumPayloadSize) { output in
        _ = media.decodePayload(of: message, into: &output)
      }
      var samples = [Int16](repeating: 0, count: bytes.count)
      var output = samples.mutableSpan
      _ = G711.decode(bytes.span, law: .mu, into: &output)
      hearing.play(samples, at: now)
      if said == 1, saying.isEmpty, answerCueAt == nil { answerCueAt = now + .milliseconds(300) }
    case .mark(let name): marks.append((max(now, hearing.dryAt), name))
    case .clear:
      hearing.clear(at: now)
      for index in marks.indices { marks[index].due = now }
    case .unknown: break
    }
  }

  // MARK: Speaking

  func sweepEnded(at now: MediaTime) -> MediaTime? {
    let clock = MonotonicClock.now
    guard line != nil, !isOver else { return now + .milliseconds(20) }
    while startedAt + .milliseconds(Int64(frames + 1) * 20) <= clock { proceed(at: clock) }
    while let mark = marks.first, mark.due <= clock {
      marks.removeFirst()
      sequence += 1
      send(encoder.mark(name: mark.name, sequence: sequence))
    }
    if let due = answerCueAt, due <= clock {
      answerCueAt = .distantFuture
      cue(.answer)
    }
    return now + .milliseconds(5)
  }

  private func proceed(at now: MediaTime) {
    frames += 1
    if saying.isEmpty { decide(at: now) }
    let frame = saying.popFirst()
    write(frame ?? [UInt8](repeating: 0xFF, count: Self.frame))
    guard frame != nil, let all = said > 0 ? lines[said - 1].count : nil else { return }
    if saying.count == all * 6 / 10 { cue(said == 1 ? .firstLine : .secondLine) }
    if saying.isEmpty {
      waitingSince = now
      hearing.callerFinished(at: now)
    }
  }

  private func decide(at now: MediaTime) {
    let turns = records.agentTurns
    let quietSince = max(hearing.dryAt, waitingSince)
    let isDone =
      turns.count > turnsBefore && now >= max(turns.lastAt, quietSince) + Self.manners
    if isDone { hearing.agentFinished(at: now) }
    let isTired = now >= quietSince + Self.patience
    if now >= startedAt + Self.longestCall { return hangUp(at: now, isOwed: true) }
    guard isDone || isTired else { return }
    guard said < lines.count else {
      if isTired { hangUp(at: now, isOwed: turns.count == turnsBefore) }
      return
    }
    if !isDone { hearing.stop(at: now, isOwed: true) }
    turnsBefore = turns.count
    saying = lines[said][...]
    said += 1
  }

  private func hangUp(at now: MediaTime, isOwed: Bool) {
    guard let line, !isOver else { return }
    if isOwed { hearing.stop(at: now, isOwed: true) }
    sequence += 1
    send(encoder.stop(TelnyxStop(callControlID: "v3:drill"), sequence: sequence))
    finish("caller", at: now)
    loop?.close(line.id)
  }

  private func finish(_ who: String, at now: MediaTime) {
    guard !isOver else { return }
    isOver = true
    // Who ends a call with words owes no more of them.
    hearing.stop(at: now, isOwed: !hearing.hasHeardAnswer)
    call.finish(
      .init(
        startedAt: startedAt, silences: hearing.silences, voiced: hearing.voiced, endedBy: who))
  }

  private func write(_ payload: [UInt8]) {
    sequence += 1
    let media = TelnyxCarrierMedia(
      chunk: Int64(frames), timestampMs: Int64(frames - 1) * 20, sequence: sequence)
    send(
      [UInt8](capacity: encoder.mediaMessageSize(media, payloadBytes: payload.count)) { output in
        _ = encoder.encodeMedia(media, payload: payload.span, into: &output)
      })
  }

  private func send(_ message: [UInt8]) {
    guard let line else { return }
    _ = loop?.write(message.span, to: line.id)
  }
}
