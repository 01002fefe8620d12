import Foundation

/// The committed audio vectors and small measures on samples.
enum Vectors {
  static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: root.appending(path: "fixtures/audio/\(name)")))
  }

  /// s16le.
  static func samples(_ name: String) throws -> [Int16] {
    let bytes = try bytes(name)
    return (0..<bytes.count / 2).map {
      Int16(bitPattern: UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8)
    }
  }

  /// Signal-to-noise ratio in dB of `heard` against `meant`.
  static func snr(_ meant: ArraySlice<Int16>, _ heard: ArraySlice<Int16>) -> Double {
    let signal = meant.reduce(0.0) { $0 + Double($1) * Double($1) }
    let noise = zip(meant, heard).reduce(0.0) {
      let error = Double($1.0) - Double($1.1)
      return $0 + error * error
    }
    return 10 * log10(signal / max(noise, 1))
  }

  static func sine(_ hertz: Double, count: Int, rate: Int, amplitude: Double = 10_000) -> [Int16] {
    (0..<count).map { Int16((amplitude * sin(2 * .pi * hertz * Double($0) / Double(rate))).rounded()) }
  }
}

extension Span where Element: Copyable {
  var array: [Element] { indices.map { self[$0] } }
}
