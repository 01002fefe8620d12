import Audio
import Networking
import Wire

/// One media stream of a `CarrierLoop`, as a test drives it. What is asked is done in order on the loop's thread.
final class TestCarrier: Sendable {
  private let loop: CarrierLoop
  private let tag: Int
  let log: EventLog<CarrierEvent>

  init(loop: CarrierLoop, tag: Int, log: EventLog<CarrierEvent>) {
    self.loop = loop
    self.tag = tag
    self.log = log
  }

  // MARK: Doing

  func send(_ bytes: [UInt8]) {
    let tag = tag
    loop.run { handler, _ in
      guard let stream = handler.streams[tag] else { return }
      _ = handler.loop?.write(bytes.span, to: stream.id)
    }
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Waits for the socket, then says `connected` and `start`.
  func start(
    call: String? = nil, format: TelnyxMediaFormat = TelnyxMediaFormat(), parameters: [String: String] = [:]
  ) async {
    guard await log.wait(until: { $0.contains(.opened) }) else { return }
    send(TelnyxCarrierEncoder.connected())
    send(startMessage(call: call, format: format, parameters: parameters))
  }

  func startMessage(
    call: String? = nil, format: TelnyxMediaFormat = TelnyxMediaFormat(), parameters: [String: String] = [:]
  ) -> [UInt8] {
    let start = TelnyxStart(
      streamID: "stream-\(tag)", callControlID: call ?? "v3:call-\(tag)", from: "+15550100", to: "+15550199",
      customParameters: parameters, mediaFormat: format)
    return TelnyxCarrierEncoder(streamID: "stream-\(tag)").start(start)
  }

  func stop() { send(TelnyxCarrierEncoder(streamID: "stream-\(tag)").stop(TelnyxStop(), sequence: 9)) }

  /// Sends the speech, then silence without end, both `speed` times as fast as real time.
  func say(_ speech: CallerSpeech, speed: Int64 = 1, thenSilence: Bool = true) {
    let tag = tag
    let interval = MediaTime.microseconds(20_000 / speed)
    loop.run { handler, now in
      let silence = thenSilence ? speech.silence : nil
      handler.streams[tag]?.say(speech.frames, then: silence, interval: interval, at: now)
    }
  }

  /// Closes without a `stop`.
  func hangUp(code: Int = 1000) {
    let tag = tag
    loop.run { handler, _ in
      if let stream = handler.streams[tag] { handler.loop?.close(stream.id, code: code) }
    }
  }

  // MARK: Waiting

  var events: [CarrierEvent] { log.events }
  var isClosed: Bool { events.contains(where: \.isClosed) }

  func wait(seconds: Double = 20, until isMet: @Sendable ([CarrierEvent]) -> Bool) async -> Bool {
    await log.wait(seconds: seconds, until: isMet)
  }

  func closes(_ code: Int?) async -> Bool { await wait { $0.contains(.closed(code)) } }

  /// Closes with whatever code: the client's library takes those above 1011 for errors.
  func closes() async -> Bool { await wait { $0.contains(where: \.isClosed) } }

  /// Waits until the engine has sent this much audio in all.
  func hears(bytes: Int) async -> Bool {
    await wait { $0.reduce(0) { $0 + $1.mediaBytes } >= bytes }
  }

  /// The first words of an answer: the call is alive.
  func isAnswered() async -> Bool { await hears(bytes: 800) }

  /// A whole simulated answer at 8 kHz G.711: two sentences of a second each.
  func hearsAnAnswer() async -> Bool { await hears(bytes: 16_000) }
}
