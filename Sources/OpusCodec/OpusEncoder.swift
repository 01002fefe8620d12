internal import COpus

/// Encodes one direction of a call to Opus packets: mono, tuned for voice.
///
/// One owner; feed frames in order. Nothing is allocated after `init`.
@safe public struct OpusEncoder: ~Copyable {
  /// How packets are to be made.
  public struct Options: Sendable, Equatable {
    /// Average bits a second, 6 000 to 510 000; outside, the nearest end is taken.
    public var bitrateBps = 24_000
    /// 0 (cheapest) to 10. Below 5 the quality of speech at this bitrate hardly rises.
    public var complexity = 2
    /// Packets carry a coarse copy of the frame before them, used when `expectedLossPercent` is above 0.
    public var usesInbandFEC = true
    /// Losses to prepare for, 0 to 100. At 0 no forward error correction is sent.
    public var expectedLossPercent = 5

    public init() {}
  }

  /// The longest packet that one frame of at most 20 ms makes (RFC 6716 section 3.2.1), in bytes.
  public static let maximumPacketBytes = 1_275

  public let sampleRate: Int
  /// The C encoder; this struct is its only owner, and frees it.
  private let state: OpaquePointer

  /// - Parameter sampleRate: 8 000 or 16 000.
  public init(sampleRate: Int, options: Options = Options()) throws(OpusError) {
    guard sampleRate == 8_000 || sampleRate == 16_000 else { throw .unsupportedRate(sampleRate) }
    var status: Int32 = 0
    let encoder = unsafe opus_encoder_create(Int32(sampleRate), 1, OPUS_APPLICATION_VOIP, &status)
    guard let encoder = unsafe encoder else {
      throw status == OPUS_ALLOC_FAIL ? .outOfMemory : .library(status)
    }
    self.sampleRate = sampleRate
    unsafe state = encoder
    apply(options)
  }

  deinit { unsafe opus_encoder_destroy(state) }

  /// Samples in a frame of 20 ms, the length that carriers expect.
  public var frameSamples: Int { sampleRate / 50 }

  /// Encodes one frame.
  ///
  /// - Parameters:
  ///   - frame: s16 mono, 2.5, 5, 10, 20, 40 or 60 ms.
  ///   - output: `maximumPacketBytes` are always enough for 20 ms. Less room means a coarser packet.
  /// - Returns: the packet's bytes at the front of `output`.
  public mutating func encode(
    _ frame: Span<Int16>, into output: inout MutableSpan<UInt8>
  ) throws(OpusError) -> Int {
    guard OpusFrame.isLegal(samples: frame.count, rate: sampleRate) else {
      throw .illegalFrame(samples: frame.count)
    }
    guard output.count >= 2 else { throw .outputTooSmall(needed: 2, available: output.count) }
    let room = Int32(clamping: min(output.count, 6 * Self.maximumPacketBytes))
    // Sound: the library reads `frame.count` samples and writes at most `room` bytes, within both spans.
    let written = unsafe frame.withUnsafeBufferPointer { samples in
      unsafe output.withUnsafeMutableBufferPointer { bytes in
        guard let source = samples.baseAddress, let target = bytes.baseAddress else {
          return OPUS_BAD_ARG
        }
        return unsafe opus_encode(state, source, Int32(samples.count), target, room)
      }
    }
    guard written >= 0 else {
      throw written == OPUS_BUFFER_TOO_SMALL
        ? .outputTooSmall(needed: Self.maximumPacketBytes, available: output.count) : .library(written)
    }
    return Int(written)
  }

  /// Forgets what was encoded: the next frame starts a stream.
  public mutating func reset() { _ = unsafe starling_opus_reset_encoder(state) }

  /// Values are brought into the library's ranges first, so none of these requests can be refused.
  private func apply(_ options: Options) {
    unsafe _ = starling_opus_set_voice(state)
    unsafe _ = starling_opus_set_bitrate(state, Int32(min(max(options.bitrateBps, 6_000), 510_000)))
    unsafe _ = starling_opus_set_complexity(state, Int32(min(max(options.complexity, 0), 10)))
    unsafe _ = starling_opus_set_inband_fec(state, options.usesInbandFEC ? 1 : 0)
    unsafe _ = starling_opus_set_expected_loss(state, Int32(min(max(options.expectedLossPercent, 0), 100)))
    unsafe _ = starling_opus_set_dtx(state, 0)
  }
}

extension OpusEncoder: @unchecked Sendable {}  // one owner; every use of the C state is `mutating` or `init`
