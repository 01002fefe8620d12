internal import Records

/// Where the files are that calls leave beside the database.
public struct RetentionFolders: Sendable, Equatable {
  public var recordings: String
  public var eventLogs: String

  public init(recordings: String, eventLogs: String) {
    self.recordings = recordings
    self.eventLogs = eventLogs
  }

  func files(of kind: RetainedKind) -> RetentionFiles? {
    switch kind {
    case .recordings: RetentionFiles(folder: recordings)
    case .eventLogs: RetentionFiles(folder: eventLogs)
    case .calls, .transcripts, .events: nil
    }
  }

  /// A recording's path, as its row has it: by its name in the folder of recordings, wherever that was when the row was
  /// written.
  func place(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return "\(recordings)/\(name)"
  }
}
