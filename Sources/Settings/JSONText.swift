internal import Foundation

/// Values as JSON text for people and scripts.
enum JSONText {
  static func of(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(value) else {
      preconditionFailure("reports hold only text, numbers and flags")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
