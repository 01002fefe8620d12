internal import Audio
internal import CallCore
internal import EventLog
internal import OpusCodec
internal import Resampling
internal import Wire

/// The agent's samples on their way into messages for the carrier: encoded, base64'd and framed in JSON straight
/// into the call's outbound ring.
struct OutboundAudio: ~Copyable {
  enum Command {
    case mark(epoch: Int, clause: Int)
    case clear
  }

  /// The longest message, in samples at the call's rate: 100 ms at 16 kHz.
  private static let longest = 1_600
  private let format: CallFormat
  private let byteOrder: L16.ByteOrder
  /// The samples of the message in hand, at the call's rate.
  private(set) var samples = [Int16](repeating: 0, count: Self.longest)
  /// Of every payload so far, as the carrier gets it; only kept for an event log.
  private(set) var digest = Digest()
  private let keepsDigest: Bool
  private var resampled: [Int16] = []
  private var payload: [UInt8]
  private var g722 = G722Encoder()
  private var opus: OpusEncoder?
  private var resampler: Resampler?

  init(format: CallFormat, byteOrder: L16.ByteOrder, keepsDigest: Bool = false) throws {
    self.format = format
    self.keepsDigest = keepsDigest
    self.byteOrder = byteOrder
    // 100 ms: 800 bytes at 64 kbit/s, two bytes a sample for L16.
    payload = [UInt8](repeating: 0, count: format.outbound == .l16 ? format.outboundRate / 4 : 1_600)
    opus = format.outbound == .opus ? try OpusEncoder(sampleRate: format.outboundRate) : nil
    resampler =
      format.rate == format.outboundRate ? nil : try Resampler(from: format.rate, to: format.outboundRate)
  }

  /// Takes the samples that the machine has just decided to send.
  mutating func load(_ count: Int, from machine: inout CallMachine) {
    var span = samples.mutableSpan
    machine.copySentAudio(min(count, Self.longest), into: &span)
  }

  /// Takes the samples that let the voice down after a clear.
  mutating func loadFade(_ count: Int, from machine: inout CallMachine) {
    var span = samples.mutableSpan
    machine.copyFade(min(count, Self.longest), into: &span)
  }

  /// Encodes the loaded samples and pushes them as one message (Opus: one a packet). False when the ring is full.
  mutating func sendAudio(_ count: Int, through ring: borrowing MessageRing) -> Bool {
    // Taken out while others of our own parts work on them: a borrow of one part would lock them all.
    let samples = exchange(&self.samples)
    defer { self.samples = samples }
    guard resampler != nil else { return encode(samples.span.extracting(first: count), through: ring) }
    var resampled = exchange(&self.resampled)
    resampled.removeAll(keepingCapacity: true)
    resampler?.process(samples.span.extracting(first: count), into: &resampled)
    let fitted = encode(resampled.span, through: ring)
    self.resampled = resampled
    return fitted
  }

  private mutating func encode(_ samples: Span<Int16>, through ring: borrowing MessageRing) -> Bool {
    guard format.outbound != .opus else { return encodeOpus(samples, through: ring) }
    var payload = exchange(&self.payload)
    defer { self.payload = payload }
    var bytes = payload.mutableSpan
    let count: Int
    switch format.outbound {
    case .pcmu: count = G711.encode(samples, law: .mu, into: &bytes)
    case .pcma: count = G711.encode(samples, law: .a, into: &bytes)
    case .g722: count = g722.encode(samples, into: &bytes)
    case .l16: count = L16.encode(samples, order: byteOrder, into: &bytes)
    case .opus, .amrWB: count = 0
    }
    return push(payload.span.extracting(first: count), into: ring)
  }

  /// The carrier takes one Opus packet a message.
  private mutating func encodeOpus(_ samples: Span<Int16>, through ring: borrowing MessageRing) -> Bool {
    let frame = format.outboundRate / 50
    var payload = exchange(&self.payload)
    defer { self.payload = payload }
    var start = 0
    var fitted = true
    while start + frame <= samples.count {
      var bytes = payload.mutableSpan
      let count = (try? opus?.encode(samples.extracting(start..<start + frame), into: &bytes)) ?? 0
      fitted = push(payload.span.extracting(first: count), into: ring) && fitted
      start += frame
    }
    return fitted
  }

  private mutating func push(_ payload: Span<UInt8>, into ring: borrowing MessageRing) -> Bool {
    guard !payload.isEmpty else { return true }
    if keepsDigest { digest.add(payload) }
    return ring.push(maxBytes: TelnyxEncoder.mediaMessageSize(payloadBytes: payload.count)) { output in
      _ = TelnyxEncoder.encodeMedia(payload, into: &output)
    }
  }

  mutating func send(_ command: Command, through ring: borrowing MessageRing) -> Bool {
    switch command {
    case .mark(let epoch, let clause):
      let mark = MarkName(epoch: Int64(epoch), utterance: Int64(clause), milliseconds: 0)
      return ring.push(maxBytes: TelnyxEncoder.markMessageSize(mark)) { output in
        _ = TelnyxEncoder.encodeMark(mark, into: &output)
      }
    case .clear:
      // What follows a clear starts a new stretch of audio.
      resampler?.reset()
      return ring.push(maxBytes: TelnyxEncoder.clearMessageSize) { output in
        _ = TelnyxEncoder.encodeClear(into: &output)
      }
    }
  }
}
