internal import Glibc
public import Journal
public import Records

/// Why a backup could not be made, proved or brought back.
public enum BackupError: Error, Equatable, Sendable {
  /// The folder for a backup is there and holds something; name another.
  case occupied(path: String)
  /// A backup must not lie in the folder of which it is made; name a folder elsewhere.
  case insideData(path: String)
  /// There is no backup; nothing was finished there.
  case noBackup(path: String)
  /// A later release made it; use that one.
  case newerFormat(version: Int, supported: Int)
  /// The manifest cannot be read; take another backup.
  case damagedManifest(reason: String)
  /// What `verify` found; take another backup.
  case damaged(problems: [BackupProblem])
  /// It is a backup of another kind of database than DATABASE_URL names.
  case otherDatabase(backup: String, target: String)
  /// The target holds data; `--force` moves it aside.
  case targetInUse(what: String)
  /// A restore was broken off here; run it again with `--force`.
  case unfinishedRestore(path: String)
  /// The live journal is not the one of the backup, or records between them are gone.
  case journalDoesNotFit(reason: String)
  case database(StoreError)
  case journal(JournalError)
  /// `pg_dump` or `pg_restore` is not there: install PostgreSQL's client programs.
  case noProgram(name: String)
  case programFailed(name: String, reason: String)
  /// The system refused; `code` is its errno.
  case file(operation: String, path: String, code: Int32)
}

extension BackupError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .occupied(let path): "\(path) is not empty; a backup wants a folder of its own"
    case .insideData(let path): "\(path) is inside the data folder; a backup belongs elsewhere"
    case .noBackup(let path): "\(path) holds no finished backup: there is no manifest.json"
    case .newerFormat(let version, let supported):
      "the backup has format \(version), this release reads up to \(supported); use the newer release"
    case .damagedManifest(let reason): "manifest.json cannot be read: \(reason)"
    case .damaged(let problems):
      problems.count == 1 ? "\(problems[0])" : "\(problems.count) problems; the first: \(problems[0])"
    case .otherDatabase(let backup, let target):
      "the backup is of \(backup) and DATABASE_URL names \(target); set it to the kind that was backed up"
    case .targetInUse(let what): "\(what); --force moves it aside, nothing is deleted"
    case .unfinishedRestore(let path):
      "a restore into \(path) was broken off; run `starling restore DIR --force` again"
    case .journalDoesNotFit(let reason): "the journal that is there cannot be kept: \(reason)"
    case .database(let error): "\(error)"
    case .journal(let error): "\(error)"
    case .noProgram(let name): "\(name) is not installed: it comes with PostgreSQL's client programs"
    case .programFailed(let name, let reason): "\(name) failed: \(reason)"
    case .file(let operation, let path, let code): "cannot \(operation) \(path): \(Self.text(of: code))"
    }
  }

  static func text(of code: Int32) -> String {
    // Sound: strerror answers a C string, which is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  /// Runs what another module throws.
  static func storing<Value>(_ body: () throws(StoreError) -> Value) throws(BackupError) -> Value {
    do throws(StoreError) { return try body() } catch { throw .database(error) }
  }

  static func journaling<Value>(_ body: () throws(JournalError) -> Value) throws(BackupError) -> Value {
    do throws(JournalError) { return try body() } catch { throw .journal(error) }
  }
}
