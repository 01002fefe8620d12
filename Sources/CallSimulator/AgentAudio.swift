internal import Audio
internal import OpusCodec
internal import Resampling

/// How long the agent's payloads last and, for recordings, what they sound like.
///
/// One for each call that is recorded, since most codecs have state; lengths can be asked of any.
final class AgentAudio {
  private let codec: AudioCodec
  private let rate: Int
  private var g722 = G722Decoder()
  /// Opus says in its packets how long they are, and decodes at any rate; nil for other codecs.
  private var opus: OpusDecoder?
  private var resampler: Resampler?

  init(codec: AudioCodec, rate: Int) throws(SimulatorError) {
    self.codec = codec
    do {
      opus = codec == .opus ? try OpusDecoder(sampleRate: CallRecorder.rate) : nil
      let decodedRate =
        switch codec {
        case .pcmu, .pcma, .opus: CallRecorder.rate
        case .g722: 16_000
        case .l16: rate
        case .amrWB: throw SimulatorError.unsupportedCodec(codec.rawValue)
        }
      self.rate = decodedRate
      resampler =
        decodedRate == CallRecorder.rate ? nil : try Resampler(from: decodedRate, to: CallRecorder.rate)
    } catch let error as SimulatorError {
      throw error
    } catch {
      throw .badOption("the agent's audio: \(error)")
    }
  }

  /// How long a payload plays; nil when it is none of this codec: empty, half a sample, not a packet.
  func length(of payload: Span<UInt8>) -> MediaTime? {
    guard !payload.isEmpty else { return nil }
    switch codec {
    case .pcmu, .pcma, .g722: return .samples(payload.count, rate: 8_000)
    case .l16: return payload.count % 2 == 0 ? .samples(payload.count / 2, rate: rate) : nil
    case .opus:
      guard let samples = opus?.samples(in: payload) else { return nil }
      return .samples(samples, rate: CallRecorder.rate)
    case .amrWB: return nil
    }
  }

  /// Decodes a payload to s16 at `CallRecorder.rate`. A damaged Opus packet is silence.
  func decode(_ payload: Span<UInt8>) -> [Int16] {
    var samples = [Int16](repeating: 0, count: capacity(for: payload))
    var output = samples.mutableSpan
    let count: Int
    switch codec {
    case .pcmu: count = G711.decode(payload, law: .mu, into: &output)
    case .pcma: count = G711.decode(payload, law: .a, into: &output)
    case .g722: count = g722.decode(payload, into: &output)
    case .l16: count = L16.decode(payload, order: .little, into: &output)
    case .opus: count = (try? opus?.decode(payload, into: &output)) ?? 0
    case .amrWB: count = 0
    }
    samples.removeLast(samples.count - count)
    guard resampler != nil else { return samples }
    var converted: [Int16] = []
    resampler?.process(samples.span, into: &converted)
    return converted
  }

  private func capacity(for payload: Span<UInt8>) -> Int {
    switch codec {
    case .pcmu, .pcma: payload.count
    case .g722: payload.count * 2
    case .l16: payload.count / 2
    case .opus: opus?.samples(in: payload) ?? 0
    case .amrWB: 0
    }
  }
}
