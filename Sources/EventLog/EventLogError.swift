/// Why an event log cannot be read; each case says what to do next.
public enum EventLogError: Error, Equatable, Sendable {
  /// The bytes do not begin as an event log does: give the path of a `.events` file.
  case notAnEventLog
  /// Written by a later version: replay it with that one.
  case fromTheFuture(version: Int, known: Int)
  /// Its beginning, which says whose call it is, is damaged: nothing of it can be replayed.
  case noHeader
  /// A header that no call can have had; the file was not written by an engine.
  case unsound(String)
  /// Larger than a call's log can be, in bytes: it is something else.
  case tooLarge(bytes: Int, limit: Int)
  /// The file system refused.
  case file(path: String, reason: String)
}

extension EventLogError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAnEventLog: "this is not an event log; give the path of a call's .events file"
    case .fromTheFuture(let version, let known):
      "this event log has format version \(version), and this starling reads up to \(known); use a newer starling"
    case .noHeader: "the event log's beginning is damaged; nothing of it can be replayed"
    case .unsound(let what): "no call is begun with \(what); this file was not written by an engine"
    case .tooLarge(let bytes, let limit): "\(bytes) bytes are more than an event log may have (\(limit))"
    case .file(let path, let reason): "cannot read \(path): \(reason)"
    }
  }
}
