internal import COpus

/// Decodes one direction of a call from Opus packets: mono, whatever the packets' channels and bandwidth.
///
/// One owner; feed packets in order and say which were lost. Nothing is allocated after `init`. Any bytes may be
/// fed: what is not Opus is an error and leaves the decoder usable.
@safe public struct OpusDecoder: ~Copyable {
  public let sampleRate: Int
  /// The C decoder; this struct is its only owner, and frees it.
  private let state: OpaquePointer

  /// - Parameter sampleRate: 8 000 or 16 000; the packets' own may differ.
  public init(sampleRate: Int) throws(OpusError) {
    guard sampleRate == 8_000 || sampleRate == 16_000 else { throw .unsupportedRate(sampleRate) }
    var status: Int32 = 0
    let decoder = unsafe opus_decoder_create(Int32(sampleRate), 1, &status)
    guard let decoder = unsafe decoder else {
      throw status == OPUS_ALLOC_FAIL ? .outOfMemory : .library(status)
    }
    self.sampleRate = sampleRate
    unsafe state = decoder
  }

  deinit { unsafe opus_decoder_destroy(state) }

  /// Samples in the longest packet, 120 ms (RFC 6716 section 3.2.5).
  public var maximumSamples: Int { sampleRate / 25 * 3 }

  /// How many samples a packet holds, from its first bytes; nil when it is not Opus.
  public func samples(in packet: Span<UInt8>) -> Int? {
    guard !packet.isEmpty, let size = Int32(exactly: packet.count) else { return nil }
    let count = unsafe packet.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return OPUS_BAD_ARG }
      return unsafe opus_packet_get_nb_samples(base, size, Int32(sampleRate))
    }
    return count > 0 ? Int(count) : nil
  }

  /// Decodes one packet.
  ///
  /// - Parameter output: s16 mono; `maximumSamples` are always enough.
  /// - Returns: the number of samples at the front of `output`.
  public mutating func decode(
    _ packet: Span<UInt8>, into output: inout MutableSpan<Int16>
  ) throws(OpusError) -> Int {
    guard let needed = samples(in: packet) else { throw .invalidPacket(bytes: packet.count) }
    guard needed <= output.count else {
      throw .outputTooSmall(needed: needed, available: output.count)
    }
    return try run(packet, usesFEC: false, samples: needed, into: &output)
  }

  /// Conceals a lost packet by continuing what was heard, fading out over several losses.
  ///
  /// - Parameter samples: how long the lost packet was: whole steps of 2.5 ms, at most 120 ms.
  /// - Returns: `samples`.
  public mutating func decodeLost(
    samples: Int, into output: inout MutableSpan<Int16>
  ) throws(OpusError) -> Int {
    try checkLost(samples, output.count)
    return try run(Span<UInt8>(), usesFEC: false, samples: samples, into: &output)
  }

  /// Rebuilds a lost packet from the coarse copy in the packet after it, or conceals it where there is none.
  /// Decode `next` itself afterwards.
  ///
  /// - Returns: `samples`.
  public mutating func decodeLost(
    samples: Int, recoveringFrom next: Span<UInt8>, into output: inout MutableSpan<Int16>
  ) throws(OpusError) -> Int {
    try checkLost(samples, output.count)
    guard self.samples(in: next) != nil else { throw .invalidPacket(bytes: next.count) }
    return try run(next, usesFEC: true, samples: samples, into: &output)
  }

  /// Forgets what was decoded: the next packet starts a stream.
  public mutating func reset() { _ = unsafe starling_opus_reset_decoder(state) }

  private func checkLost(_ samples: Int, _ available: Int) throws(OpusError) {
    guard OpusFrame.isConcealable(samples: samples, rate: sampleRate) else {
      throw .illegalFrame(samples: samples)
    }
    guard samples <= available else { throw .outputTooSmall(needed: samples, available: available) }
  }

  /// - Precondition: `samples` fit into `output`, checked by every caller. An empty packet means a lost one.
  private mutating func run(
    _ packet: Span<UInt8>, usesFEC: Bool, samples: Int, into output: inout MutableSpan<Int16>
  ) throws(OpusError) -> Int {
    // Sound: the library reads `packet.count` bytes and writes at most `samples` samples, which fit.
    let count = unsafe packet.withUnsafeBufferPointer { bytes in
      unsafe output.withUnsafeMutableBufferPointer { buffer in
        guard let target = buffer.baseAddress else { return OPUS_BAD_ARG }
        let data = bytes.isEmpty ? nil : bytes.baseAddress
        return unsafe opus_decode(
          state, data, Int32(bytes.count), target, Int32(samples), usesFEC ? 1 : 0)
      }
    }
    guard count >= 0 else {
      throw count == OPUS_INVALID_PACKET ? .invalidPacket(bytes: packet.count) : .library(count)
    }
    return Int(count)
  }
}

extension OpusDecoder: @unchecked Sendable {}  // one owner; the C state changes only in `mutating` functions
