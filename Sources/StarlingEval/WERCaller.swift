import Audio
import Networking
import Synchronization
import Wire

/// Places all calls and speaks their tracks at real-time pace.
final class WERCaller: MediaLoopHandler {
  typealias Connection = WERLine

  /// Why the calls could not be held; for the thread that waits.
  final class Trouble: Sendable {
    private let text = Mutex<String?>(nil)

    var first: String? { text.withLock { $0 } }

    func note(_ reason: String) { text.withLock { $0 = $0 ?? reason } }
  }

  private let url: WebSocketURL
  private let tracks: [WERTrack]
  private let trouble: Trouble
  private var loop: MediaLoop<WERCaller>?
  private var lines: [WERLine] = []
  private var scratch: [UInt8] = []

  init(url: WebSocketURL, tracks: [WERTrack], trouble: Trouble) {
    self.url = url
    self.tracks = tracks
    self.trouble = trouble
  }

  func started(on loop: MediaLoop<WERCaller>) {
    self.loop = loop
    for index in tracks.indices { loop.connect(to: url, tag: index) }
  }

  func opened(_ id: ConnectionID, _ request: UpgradeRequest) -> WERLine {
    let line = WERLine(id: id, index: request.tag ?? 0, startedAt: MonotonicClock.now)
    lines.append(line)
    send(TelnyxCarrierEncoder.connected(), on: line)
    let start = TelnyxStart(
      streamID: line.encoder.streamID, callControlID: WERLine.controlID(line.index), from: "+15550100017",
      to: "+15550100042",
      mediaFormat: TelnyxMediaFormat(
        encoding: AudioCodec.pcmu.rawValue, sampleRate: WERTrack.rate, channels: 1))
    send(line.encoder.start(start, sequence: line.sequence), on: line)
    return line
  }

  func connectFailed(_ tag: Int, status: Int?, reason: String) {
    trouble.note("call \(tag) did not come about: \(status.map { "HTTP \($0) " } ?? "")\(reason)")
  }

  func received(text message: Span<UInt8>, on line: WERLine) {
    if let scanned = try? TelnyxScanner.scan(message), scanned.kind == .media {
      trouble.note("the agent spoke in call \(line.index), though it had nothing to say")
    }
  }

  func closed(_ line: WERLine, code: Int?) {
    if !line.isOver {
      trouble.note("the engine closed call \(line.index) with \(code.map(String.init) ?? "no code")")
    }
    line.isOver = true
  }

  func sweepEnded(at now: MediaTime) -> MediaTime? {
    for line in lines where !line.isOver { advance(line, at: MonotonicClock.now) }
    return now + .milliseconds(5)
  }

  private func advance(_ line: WERLine, at now: MediaTime) {
    let track = tracks[line.index]
    while line.nextFrameAt <= now, line.framesSent < track.frames {
      let start = line.framesSent * WERTrack.frameSamples
      write(track.bytes.span.extracting(start..<start + WERTrack.frameSamples), on: line)
    }
    if line.framesSent == track.frames { hangUp(line) }
  }

  private func write(_ payload: Span<UInt8>, on line: WERLine) {
    line.framesSent += 1
    line.sequence += 1
    let media = TelnyxCarrierMedia(
      chunk: Int64(line.framesSent), timestampMs: Int64(line.framesSent - 1) * 20, sequence: line.sequence)
    let size = line.encoder.mediaMessageSize(media, payloadBytes: payload.count)
    scratch.removeAll(keepingCapacity: true)
    scratch.append(addingCapacity: size) { output in
      _ = line.encoder.encodeMedia(media, payload: payload, into: &output)
    }
    send(scratch, on: line)
  }

  private func hangUp(_ line: WERLine) {
    line.isOver = true
    line.sequence += 1
    let stop = TelnyxStop(callControlID: WERLine.controlID(line.index))
    send(line.encoder.stop(stop, sequence: line.sequence), on: line)
    loop?.close(line.id)
  }

  private func send(_ message: [UInt8], on line: WERLine) {
    if loop?.write(message.span, to: line.id) == .wouldBlock {
      trouble.note("a frame of call \(line.index) was lost: the engine does not read")
    }
  }
}
