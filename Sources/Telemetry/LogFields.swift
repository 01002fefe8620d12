internal import Logging

/// What a log line says besides its message: call and turn first, the rest in the order of their names.
enum LogFields {
  /// Later ones win: of the provider, of the logger, of the line itself.
  static func merged(
    _ provided: Logger.Metadata?, _ own: Logger.Metadata, _ event: LogEvent
  ) -> [(key: String, value: Logger.MetadataValue)] {
    var all = own
    if let provided { all.merge(provided) { own, _ in own } }
    if let further = event.metadata { all.merge(further) { $1 } }
    if let error = event.error { all["error"] = .string("\(error)") }
    return all.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }.map { ($0.key, $0.value) }
  }

  private static func rank(_ key: String) -> Int {
    switch key {
    case "call": 0
    case "turn": 1
    default: 2
    }
  }
}
