internal import Audio
internal import Resampling

/// A call's caller audio on its way from payloads to samples and voice activity.
struct InboundAudio: ~Copyable {
  private var decoder: MediaDecoder
  /// What the detector listens to when the call's own rate is not its 8 kHz.
  private var narrowband: Resampler?
  private var narrow: [Int16] = []
  var detector = VoiceActivityDetector()
  private var pending: Int?
  private(set) var badPayloads = 0

  init(format: CallFormat, byteOrder: L16.ByteOrder) throws {
    self.init(
      decoder: try MediaDecoder(format: format, byteOrder: byteOrder),
      narrowband: try Self.narrowband(from: format.rate))
  }

  private init(decoder: consuming MediaDecoder, narrowband: consuming Resampler?) {
    samples = [Int16](repeating: 0, count: decoder.maximumSamples)
    self.decoder = decoder
    self.narrowband = narrowband
  }

  private static func narrowband(from rate: Int) throws -> Resampler? {
    rate == 8_000 ? nil : try Resampler(from: rate, to: 8_000)
  }

  /// Begins with the samples of the frame that `nextFrame` announced, at the call's rate.
  private(set) var samples: [Int16]

  mutating func receive(_ header: FrameHeader, _ payload: Span<UInt8>) {
    guard let count = decoder.decode(payload, into: &samples) else {
      badPayloads += 1
      return
    }
    pending = count
  }

  /// How many samples are ready in `samples`, after the detector has heard them; nil when none are.
  mutating func nextFrame() -> Int? {
    guard let count = pending, count > 0 else { return nil }
    pending = nil
    // Taken out while others of our own parts work on it: a borrow of one part would lock them all.
    let frame = exchange(&samples)
    if narrowband == nil {
      detector.append(frame.span.extracting(first: count))
    } else {
      var narrow = exchange(&self.narrow)
      narrow.removeAll(keepingCapacity: true)
      narrowband?.process(frame.span.extracting(first: count), into: &narrow)
      detector.append(narrow.span)
      self.narrow = narrow
    }
    samples = frame
    return count
  }

  func add(to statistics: inout CallStatistics) {
    statistics.badPayloads = badPayloads
  }
}
