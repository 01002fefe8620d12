import Audio
import Foundation
import OpusCodec
import Wire

/// A caller's recorded sentence in frames of 20 ms, and a frame of silence to follow it.
struct CallerSpeech: Sendable {
  let frames: [[UInt8]]
  let silence: [UInt8]

  /// A second of speech without a pause that would end a turn.
  static let sentence = CallerSpeech(as: TelnyxMediaFormat())
  static let nothing = CallerSpeech([], as: TelnyxMediaFormat())

  /// Frames of 20 ms; fractions are dropped.
  init(_ narrowband: [Int16], as format: TelnyxMediaFormat) {
    var packer = Packer(format)
    var frames: [[UInt8]] = []
    for start in stride(from: 0, to: narrowband.count - narrowband.count % 160, by: 160) {
      frames.append(packer.pack(Array(narrowband[start..<start + 160])))
    }
    self.frames = frames
    silence = packer.pack([Int16](repeating: 0, count: 160))
  }

  init(as format: TelnyxMediaFormat) { self.init(Array(Self.clip(2).prefix(8_000)), as: format) }

  /// Samples of a clip: s16, mono, 8 kHz.
  static func clip(_ number: Int) -> [Int16] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "fixtures/callers/load/\(number).wav")
    let bytes = Array((try? Data(contentsOf: file)) ?? Data()).dropFirst(44)
    return stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
      Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
    }
  }

  /// Encodes narrowband samples as a format asks; wider rates repeat samples, which is speech enough.
  private struct Packer: ~Copyable {
    private let codec: AudioCodec
    private let factor: Int
    private var g722 = G722Encoder()
    private var opus: OpusEncoder?

    init(_ format: TelnyxMediaFormat) {
      codec = format.codec ?? .pcmu
      factor = codec == .g722 || codec == .opus ? 2 : max(1, format.sampleRate / 8_000)
      opus = codec == .opus ? try? OpusEncoder(sampleRate: 16_000) : nil
    }

    mutating func pack(_ narrowband: [Int16]) -> [UInt8] {
      let factor = factor
      let samples = narrowband.flatMap { [Int16](repeating: $0, count: factor) }
      var bytes = [UInt8](repeating: 0, count: max(1_300, samples.count * 2))
      var output = bytes.mutableSpan
      let count: Int
      switch codec {
      case .pcmu: count = G711.encode(samples.span, law: .mu, into: &output)
      case .pcma: count = G711.encode(samples.span, law: .a, into: &output)
      case .g722: count = g722.encode(samples.span, into: &output)
      case .l16: count = L16.encode(samples.span, order: .little, into: &output)
      case .opus: count = (try? opus?.encode(samples.span, into: &output)) ?? 0
      case .amrWB: count = 0
      }
      return Array(bytes[..<count])
    }
  }
}
