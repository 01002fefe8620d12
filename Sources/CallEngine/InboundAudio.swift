internal import Audio

/// A call's caller audio on its way from payloads to samples and voice activity: put in order by the carrier's
/// count, gaps concealed, decoded, listened to.
struct InboundAudio: ~Copyable {
  private var order: ReorderBuffer
  var line: LineAudio

  init(format: CallFormat, byteOrder: L16.ByteOrder, hasModel: Bool) throws {
    line = try LineAudio(format: format, byteOrder: byteOrder, hasModel: hasModel)
    order = ReorderBuffer(maxPayloadBytes: format.slotBytes)
  }

  mutating func receive(
    _ header: FrameHeader, _ payload: Span<UInt8>, at now: MediaTime, _ scratch: inout CallScratch
  ) {
    Self.receive(header, payload, at: now, &order, &line, &scratch)
  }

  // The two parts are told apart here, so that one may be worked on inside the other's closure.
  private static func receive(
    _ header: FrameHeader, _ payload: Span<UInt8>, at now: MediaTime, _ order: inout ReorderBuffer,
    _ line: inout LineAudio, _ scratch: inout CallScratch
  ) {
    order.push(header, payload, at: now) { missing, _, payload in
      line.take(payload, after: missing, &scratch)
    }
  }

  /// Whether frames wait for one that is missing, which is to be given up at some time.
  var isWaiting: Bool { order.held > 0 }

  /// Gives up what has been waited for long enough.
  mutating func expire(at now: MediaTime, _ scratch: inout CallScratch) {
    Self.expire(at: now, &order, &line, &scratch)
  }

  private static func expire(
    at now: MediaTime, _ order: inout ReorderBuffer, _ line: inout LineAudio, _ scratch: inout CallScratch
  ) {
    order.expire(at: now) { missing, _, payload in line.take(payload, after: missing, &scratch) }
  }

  func add(to statistics: inout CallStatistics) {
    statistics.badPayloads = line.badPayloads
    statistics.framesLost = order.counters.lost
    statistics.framesReordered = order.counters.reordered
    statistics.framesDuplicate = order.counters.duplicate
    statistics.framesLate = order.counters.late
    statistics.framesConcealed = line.framesConcealed
  }
}
