import Foundation

/// Reads the prompts: RIFF WAVE, 16-bit PCM, mono, 8 kHz.
enum VADWave {
  static func read(_ path: String) throws -> [Int16] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw VADFailure("cannot read \(path)")
    }
    let bytes = [UInt8](data)
    guard bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)) else {
      throw VADFailure("\(path) is no WAV file")
    }
    var at = 12
    var isRight = false
    while at + 8 <= bytes.count {
      let size = (4..<8).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * ($1 - 4)) }
      let body = at + 8
      let end = min(body + size, bytes.count)
      if bytes[at..<at + 4].elementsEqual("fmt ".utf8), end - body >= 16 {
        isRight =
          bytes[body] == 1 && bytes[body + 2] == 1 && bytes[body + 14] == 16
          && Int(bytes[body + 4]) | Int(bytes[body + 5]) << 8 == 8_000
      } else if bytes[at..<at + 4].elementsEqual("data".utf8) {
        guard isRight else { break }
        return stride(from: body, to: end - 1, by: 2).map {
          Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
      }
      at = end + size % 2
    }
    throw VADFailure("\(path) is not 16-bit mono PCM at 8 kHz")
  }
}
