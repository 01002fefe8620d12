/// Why records could not be stored or read.
public enum StoreError: Error, Equatable, Sendable {
  /// There is no database at the path.
  case missing(path: String)
  /// The file cannot be opened or made: no permission, a folder that does not exist.
  case cannotOpen(path: String, reason: String)
  case diskFull
  case readOnly
  /// Another process held the database for longer than was waited.
  case busy
  /// Not a database, or a damaged one.
  case corrupted(reason: String)
  /// The file was written by a later version of this program.
  case newerSchema
  /// The database will never take this record, whenever it is tried.
  case rejected(reason: String)
  /// A prefix of an id fits several calls.
  case ambiguous(prefix: String, matches: Int)
  /// What was configured cannot work, and what to do about it. Never holds a password.
  case misconfigured(reason: String)
  /// The database server does not answer, or went away: it is asked again later.
  case unreachable(reason: String)
  /// Another process applies this journal: two engines use copies of one data folder, or one name.
  case conflict(place: String)
  /// The tables are older than this program, or not there.
  case olderSchema(version: Int, newest: Int)
  /// Anything else that the database said: SQLite's extended result code, or 0.
  case failed(code: Int, reason: String)
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path): "there is no database at \(path)"
    case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
    case .diskFull: "the disk that holds the database is full"
    case .readOnly: "the database may not be written to"
    case .busy: "another process holds the database"
    case .corrupted(let reason): "the database is damaged or none: \(reason)"
    case .newerSchema: "the database was written by a later version of starling: update this one"
    case .rejected(let reason): "the database refuses the record: \(reason)"
    case .ambiguous(let prefix, let matches): "\(matches) calls begin with \(prefix)"
    case .misconfigured(let reason): reason
    case .unreachable(let reason): "the database cannot be reached: \(reason)"
    case .conflict(let place):
      "\(place): another engine stores records under this one's name: give each its own with --node"
    case .olderSchema(let version, let newest):
      "the database's tables have version \(version), \(newest) is needed: run `starling migrate up`"
    case .failed(let code, let reason): "the database failed with code \(code): \(reason)"
    }
  }
}
