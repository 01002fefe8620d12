internal import Journal
public import PostgresStore
internal import Records
internal import Storage

/// The database that is backed up or brought back.
public enum BackupDatabase: Sendable {
  /// A file; also where it is in another place than the data folder.
  case sqlite(path: String)
  case postgresql(PostgresOptions)

  var kind: BackupManifest.DatabaseKind {
    switch self {
    case .sqlite: .sqlite
    case .postgresql: .postgresql
    }
  }

  /// Its name in the data folder, when it is a file there.
  func name(in folder: DataFolder) -> String? {
    guard case .sqlite(let path) = self, path == "\(folder.path)/\(DataFolder.database)" else { return nil }
    return DataFolder.database
  }

  /// Copies it as it is at one moment into `folder`.
  ///
  /// - Parameters:
  ///   - identity: of the journal whose cursor is wanted.
  ///   - meanwhile: called several times a second, with the share that is done where it is known.
  func copy(
    into folder: String, journal identity: String?, meanwhile: (Double?) throws(BackupError) -> Void
  ) throws(BackupError) -> BackupManifest.Database {
    let target = "\(folder)/\(kind.path)"
    try FileCopier.makeFolder("\(folder)/database")
    switch self {
    case .sqlite(let path): return try Self.copy(sqlite: path, to: target, meanwhile)
    case .postgresql(var options):
      options.journal = identity ?? options.journal
      return try Self.dump(options, to: target, meanwhile)
    }
  }

  private static func copy(
    sqlite path: String, to target: String, _ meanwhile: (Double?) throws(BackupError) -> Void
  ) throws(BackupError) -> BackupManifest.Database {
    var failed: BackupError?
    let copy: CallStore.Copy
    do throws(StoreError) {
      copy = try CallStore.reading(path: path).copy(to: target) { done, total in
        do throws(BackupError) {
          try meanwhile(total > 0 ? Double(done) / Double(total) : nil)
        } catch {
          failed = error
          throw error
        }
      }
    } catch { throw failed ?? .database(error) }
    try FileCopier.sync(target)
    return BackupManifest.Database(
      kind: .sqlite, schema: copy.schema, cursor: copy.cursor, contents: copy.contents)
  }

  private static func dump(
    _ options: PostgresOptions, to target: String, _ meanwhile: (Double?) throws(BackupError) -> Void
  ) throws(BackupError) -> BackupManifest.Database {
    let (snapshot, address) = try BackupError.storing { () throws(StoreError) in
      (try PostgresSnapshot(options), try options.programAddress())
    }
    try withExtendedLifetime(snapshot) { () throws(BackupError) in
      try Program(
        name: "pg_dump",
        arguments: [
          "--format=custom", "--no-password", "--snapshot=\(snapshot.name)", "--file=\(target)",
          "--dbname=\(address.argument)",
        ], environment: address.environment
      ).run { () throws(BackupError) in try meanwhile(nil) }
    }
    try FileCopier.sync(target)
    return BackupManifest.Database(
      kind: .postgresql, schema: snapshot.schema, cursor: snapshot.cursor, contents: snapshot.contents)
  }
}
