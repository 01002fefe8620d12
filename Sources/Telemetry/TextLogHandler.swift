public import Logging

/// Log lines for people: `warning: message (call …, turn 3)`.
///
/// Control characters become spaces, so that a line stays one; secrets are taken out.
public struct TextLogHandler: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level
  public var metadataProvider: Logger.MetadataProvider?
  private let secrets: SecretFilter
  private let write: @Sendable ([UInt8]) -> Void

  /// - Parameter write: takes whole lines, the line feed included.
  public init(level: Logger.Level, secrets: SecretFilter, write: @escaping @Sendable ([UInt8]) -> Void) {
    logLevel = level
    self.secrets = secrets
    self.write = write
  }

  public subscript(metadataKey key: String) -> Logger.MetadataValue? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    let fields = LogFields.merged(metadataProvider?.get(), metadata, event)
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let text = secrets.clean(
      "\(event.level.rawValue): \(event.message)\(fields.isEmpty ? "" : " (\(fields))")")
    write(Array("\(Self.oneLine(text))\n".utf8))
  }

  private static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.value {
          case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029: " "
          default: scalar
          }
        }))
  }
}
