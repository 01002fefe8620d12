internal import Audio
internal import OpusCodec
internal import Resampling

/// Turns a call's inbound payloads into samples at the call's own rate.
struct MediaDecoder: ~Copyable {
  private let format: CallFormat
  private var byteOrder: L16.ByteOrder
  private var detector: L16ByteOrderDetector
  private var g722 = G722Decoder()
  private var opus: OpusDecoder?
  private var resampler: Resampler?
  /// Samples as the codec gives them, and at the call's rate when that is another.
  private var decoded: [Int16]
  private var resampled: [Int16] = []
  /// The byte order was found to be the other one than configured.
  private(set) var switchedByteOrder = false

  init(format: CallFormat, byteOrder: L16.ByteOrder) throws {
    self.format = format
    self.byteOrder = byteOrder
    detector = L16ByteOrderDetector(sampleRate: format.inboundRate)
    opus = format.inbound == .opus ? try OpusDecoder(sampleRate: format.inboundRate) : nil
    resampler =
      format.inboundRate == format.rate ? nil : try Resampler(from: format.inboundRate, to: format.rate)
    // A slot holds at most as many samples as bytes, G.722 twice as many; an Opus packet up to 120 ms.
    decoded = [Int16](repeating: 0, count: max(format.slotBytes * 2, format.inboundRate / 25 * 3))
  }

  /// The most samples that one payload gives, at the call's rate.
  var maximumSamples: Int { max(decoded.count, decoded.count * format.rate / format.inboundRate + 2) }

  /// Decodes one payload into `samples`, which has room for `maximumSamples`. Returns how many there are; nil when
  /// the payload is not of this codec.
  mutating func decode(_ payload: Span<UInt8>, into samples: inout [Int16]) -> Int? {
    guard !payload.isEmpty else { return 0 }
    guard resampler != nil else {
      var output = samples.mutableSpan
      return decodeBytes(payload, into: &output)
    }
    // Taken out while others of our own parts work on them: a borrow of one part would lock them all.
    var decoded = exchange(&self.decoded)
    var resampled = exchange(&self.resampled)
    defer {
      self.decoded = decoded
      self.resampled = resampled
    }
    var output = decoded.mutableSpan
    guard let count = decodeBytes(payload, into: &output) else { return nil }
    resampled.removeAll(keepingCapacity: true)
    resampler?.process(decoded.span.extracting(first: count), into: &resampled)
    let fitting = min(resampled.count, samples.count)
    for index in 0..<fitting { samples[index] = resampled[index] }
    return fitting
  }

  /// Opus fills its own gaps.
  var concealsItself: Bool { format.inbound == .opus }

  /// Makes `count` samples at the call's rate for a lost packet, and returns how many there are.
  ///
  /// - Parameter next: the packet after it, when that has come; it may hold a coarse copy of the lost one.
  mutating func conceal(_ count: Int, recoveringFrom next: Span<UInt8>, into samples: inout [Int16]) -> Int {
    let length = count * format.inboundRate / format.rate
    var decoded = exchange(&self.decoded)
    var resampled = exchange(&self.resampled)
    defer {
      self.decoded = decoded
      self.resampled = resampled
    }
    var output = decoded.mutableSpan
    var made = 0
    if !next.isEmpty {
      made = (try? opus?.decodeLost(samples: length, recoveringFrom: next, into: &output)) ?? 0
    }
    if made == 0 { made = (try? opus?.decodeLost(samples: length, into: &output)) ?? 0 }
    guard resampler != nil else {
      for index in 0..<min(made, samples.count) { samples[index] = decoded[index] }
      return min(made, samples.count)
    }
    resampled.removeAll(keepingCapacity: true)
    resampler?.process(decoded.span.extracting(first: made), into: &resampled)
    let fitting = min(resampled.count, samples.count)
    for index in 0..<fitting { samples[index] = resampled[index] }
    return fitting
  }

  private mutating func decodeBytes(_ payload: Span<UInt8>, into output: inout MutableSpan<Int16>) -> Int? {
    if format.inbound == .l16 { watchByteOrder(payload) }
    switch format.inbound {
    case .pcmu: return G711.decode(payload, law: .mu, into: &output)
    case .pcma: return G711.decode(payload, law: .a, into: &output)
    case .g722: return g722.decode(payload, into: &output)
    case .l16: return L16.decode(payload, order: byteOrder, into: &output)
    case .opus: return try? opus?.decode(payload, into: &output)
    case .amrWB: return nil
    }
  }

  private mutating func watchByteOrder(_ payload: Span<UInt8>) {
    guard detector.verdict == .undecided else { return }
    let found: L16.ByteOrder? =
      switch detector.observe(payload) {
      case .little: .little
      case .big: .big
      case .undecided: nil
      }
    guard let found, found != byteOrder else { return }
    byteOrder = found
    switchedByteOrder = true
  }
}
