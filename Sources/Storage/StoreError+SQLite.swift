internal import GRDB
internal import Records

extension StoreError {
  /// Reads what SQLite, or the library around it, has thrown.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    default: self = .failed(code: -1, reason: "\(error)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull
    case .SQLITE_READONLY: self = .readOnly
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .cannotOpen(path: path, reason: reason)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupted(reason: reason)
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE: self = .rejected(reason: reason)
    default: self = .failed(code: Int(error.extendedResultCode.rawValue), reason: reason)
    }
  }
}
