internal import Foundation
public import Logging

/// Log lines for programs: one JSON object a line, with `time` (RFC 3339, UTC, milliseconds), `level`, `message`, `call` and
/// `turn` where there are any, and what else the line carries.
///
/// Control characters are escaped, secrets are taken out, and a line is cut at `longestText` bytes a text.
public struct JSONLogHandler: LogHandler {
  /// Bytes of a message, a name or a value.
  public static let longestText = 4096
  /// How deep values may hold values.
  static let deepest = 8
  private static let reserved: Set<String> = ["time", "level", "message", "logger"]

  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level
  public var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let secrets: SecretFilter
  private let write: @Sendable ([UInt8]) -> Void

  /// - Parameter write: takes whole lines, the line feed included.
  public init(
    label: String, level: Logger.Level, secrets: SecretFilter, write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.label = label
    logLevel = level
    self.secrets = secrets
    self.write = write
  }

  public subscript(metadataKey key: String) -> Logger.MetadataValue? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    write(line(event, at: Date()))
  }

  func line(_ event: LogEvent, at time: Date) -> [UInt8] {
    var json = JSONOutput()
    json.object { json in
      json.key("time")
      json.string(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
      json.key("level")
      json.string(event.level.rawValue)
      json.key("message")
      json.string(clean(event.message.description))
      json.key("logger")
      json.string(clean(label))
      for (key, value) in LogFields.merged(metadataProvider?.get(), metadata, event) {
        json.key(Self.reserved.contains(key) ? "field.\(key)" : clean(key))
        write(value, key: key, depth: 0, &json)
      }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private func write(_ value: Logger.MetadataValue, key: String, depth: Int, _ json: inout JSONOutput) {
    switch value {
    case .string, .stringConvertible:
      let text = "\(value)"
      // A turn is a number, to programs as well.
      if key == "turn", let number = Int64(text) { json.integer(number) } else { json.string(clean(text)) }
    case .array(let values):
      guard depth < Self.deepest else { return json.string("…") }
      json.array { json in for one in values { write(one, key: "", depth: depth + 1, &json) } }
    case .dictionary(let values):
      guard depth < Self.deepest else { return json.string("…") }
      json.object { json in
        for (key, one) in values.sorted(by: { $0.key < $1.key }) {
          json.key(clean(key))
          write(one, key: "", depth: depth + 1, &json)
        }
      }
    }
  }

  private func clean(_ text: String) -> String {
    let cleaned = secrets.clean(text)
    return cleaned.utf8.count <= Self.longestText
      ? cleaned : String(decoding: cleaned.utf8.prefix(Self.longestText), as: UTF8.self) + "…"
  }
}
