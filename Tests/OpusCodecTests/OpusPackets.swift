import Foundation
import OpusCodec

/// Sounds and packets to test with.
enum OpusPackets {
  /// A sound with a voice's pitch and overtones, swelling and fading.
  static func voice(samples: Int, rate: Int) -> [Int16] {
    (0..<samples).map { index in
      let time = Double(index) / Double(rate)
      let tones = (1...12).reduce(0.0) { $0 + sin(2 * .pi * 140 * Double($1) * time) / Double($1) }
      return Int16(5_000 * tones * (0.6 + 0.4 * sin(2 * .pi * 3 * time)))
    }
  }

  /// Packets of `frame` samples each.
  static func encode(
    _ samples: [Int16], rate: Int, frame: Int, options: OpusEncoder.Options = .init()
  ) throws -> [[UInt8]] {
    var encoder = try OpusEncoder(sampleRate: rate, options: options)
    var buffer = [UInt8](repeating: 0, count: 4_000)
    var packets: [[UInt8]] = []
    for start in stride(from: 0, to: samples.count - frame + 1, by: frame) {
      var output = buffer.mutableSpan
      let count = try encoder.encode(samples.span.extracting(start..<start + frame), into: &output)
      packets.append(Array(buffer.prefix(count)))
    }
    return packets
  }

  /// Several packets of one frame each as one packet (RFC 6716 section 3.2.5, code 3, variable sizes).
  static func joined(_ packets: [[UInt8]]) -> [UInt8] {
    let sizes = packets.dropLast().map { UInt8($0.count - 1) }
    return [packets[0][0] | 3, 0x80 | UInt8(packets.count)] + sizes + packets.flatMap { $0.dropFirst() }
  }

  /// The best agreement of two sounds over shifts of up to `delay` samples: 1 when one is the other, louder or not.
  static func correlation(_ sound: [Int16], _ other: [Int16], delay: Int) -> Double {
    (0...delay).reduce(-1.0) { best, shift in
      let count = min(sound.count, other.count - shift)
      var (product, first, second) = (0.0, 0.0, 0.0)
      for index in 0..<max(0, count) {
        let (a, b) = (Double(sound[index]), Double(other[index + shift]))
        product += a * b
        first += a * a
        second += b * b
      }
      return first > 0 && second > 0 ? max(best, product / (first * second).squareRoot()) : best
    }
  }
}
