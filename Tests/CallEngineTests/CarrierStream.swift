import Audio
import Networking
import Wire

/// One media stream at the carrier's end: paces the caller's frames and returns marks when they have played.
/// Touched by its loop's thread alone.
final class CarrierStream {
  let id: ConnectionID
  let log: EventLog<CarrierEvent>
  private let encoder: TelnyxCarrierEncoder
  private var frames: ArraySlice<[UInt8]> = []
  private var silence: [UInt8]?
  private var interval = MediaTime.milliseconds(20)
  private var nextFrame = MediaTime.distantFuture
  private var chunk: Int64 = 0
  private var sequence: Int64 = 2
  private var playedUntil = MediaTime.zero
  private var marks: [(due: MediaTime, name: String)] = []
  private var wasSaying = false

  init(id: ConnectionID, streamID: String, log: EventLog<CarrierEvent>) {
    self.id = id
    self.log = log
    encoder = TelnyxCarrierEncoder(streamID: streamID)
  }

  /// Sends `frames` at their pace, then `silence` for ever, as a carrier does; nil: nothing.
  func say(_ frames: [[UInt8]], then silence: [UInt8]?, interval: MediaTime, at now: MediaTime) {
    self.frames = frames[...]
    self.silence = silence
    self.interval = interval
    nextFrame = min(nextFrame, now)
  }

  /// Writes what is due. Returns when to be asked again.
  func proceed(at now: MediaTime, write: (Span<UInt8>) -> Void) -> MediaTime {
    while nextFrame <= now {
      guard let frame = frames.popFirst() ?? silence else {
        nextFrame = .distantFuture
        break
      }
      write(message(frame).span)
      nextFrame += interval
      if frames.isEmpty, wasSaying { log.append(.said) }
      wasSaying = !frames.isEmpty
    }
    while let mark = marks.first, mark.due <= now {
      marks.removeFirst()
      write(returned(mark.name).span)
    }
    return min(nextFrame, marks.first?.due ?? .distantFuture)
  }

  func received(_ message: Span<UInt8>, at now: MediaTime) {
    guard let command = try? TelnyxCommand(parsing: message) else { return }
    switch command {
    case .media(let media):
      var bytes = 0
      _ = [UInt8](capacity: media.maximumPayloadSize) { output in
        if media.decodePayload(of: message, into: &output) { bytes = output.count }
      }
      // As long as the answer is G.711, which the tests that look at marks use.
      playedUntil = max(playedUntil, now) + .samples(bytes, rate: 8_000)
      log.append(.media(bytes: bytes))
    case .mark(let name):
      marks.append((max(playedUntil, now), name))
      log.append(.mark(name))
    case .clear:
      playedUntil = now
      for index in marks.indices { marks[index].due = now }
      log.append(.clear)
    case .unknown: break
    }
  }

  private func message(_ payload: [UInt8]) -> [UInt8] {
    chunk += 1
    sequence += 1
    let media = TelnyxCarrierMedia(chunk: chunk, timestampMs: chunk * 20, sequence: sequence)
    return [UInt8](capacity: encoder.mediaMessageSize(media, payloadBytes: payload.count)) { output in
      _ = encoder.encodeMedia(media, payload: payload.span, into: &output)
    }
  }

  private func returned(_ name: String) -> [UInt8] {
    sequence += 1
    return encoder.mark(name: name, sequence: sequence)
  }
}
