internal import Foundation
internal import Journal
public import PostgresStore
internal import Records
internal import Storage

/// Proves a backup without restoring it over anything.
public struct BackupVerifier {
  private let folder: String
  private let progress: (BackupProgress) -> Void

  public init(_ folder: String, progress: @escaping (BackupProgress) -> Void = { _ in }) {
    self.folder = folder
    self.progress = progress
  }

  /// Reads every file and compares its sum, opens the database's copy and reads the journal's.
  ///
  /// - Returns: what is wrong, in the order of the files; empty when nothing is.
  /// - Throws: what makes it no backup at all.
  public func problems(in manifest: BackupManifest) throws(BackupError) -> [BackupProblem] {
    var problems: [BackupProblem] = []
    for (done, file) in manifest.files.enumerated() {
      progress(.checking(done: done, of: manifest.files.count))
      if let fault = fault(of: file) { problems.append(BackupProblem(path: file.path, fault: fault)) }
    }
    problems += strangers(manifest)
    // A damaged file would only be complained of twice.
    let broken = Set(problems.map(\.path))
    if !broken.contains(manifest.database.kind.path) {
      problems += try databaseProblems(manifest.database)
    }
    if !broken.contains(where: { $0.hasPrefix("\(DataFolder.journal)/") }) {
      problems += journalProblems(manifest)
    }
    return problems
  }

  private func fault(of file: BackupManifest.File) -> String? {
    do throws(BackupError) {
      let found = try FileCopier().sum("\(folder)/\(file.path)", as: file.path)
      if found.bytes != file.bytes { return "\(found.bytes) bytes, \(file.bytes) are expected" }
      return found.sha256 == file.sha256 ? nil : "its SHA-256 is not the manifest's"
    } catch {
      if case .file(_, _, let code) = error { return BackupError.text(of: code) }
      return "\(error)"
    }
  }

  /// Files that the manifest does not name.
  private func strangers(_ manifest: BackupManifest) -> [BackupProblem] {
    let known = Set(manifest.files.map(\.path)).union([BackupManifest.name])
    return DataFolder(path: folder).plainFiles(besides: nil).filter { !known.contains($0) }
      .map { BackupProblem(path: $0, fault: "the manifest does not name it") }
  }

  private func databaseProblems(
    _ database: BackupManifest.Database
  ) throws(BackupError) -> [BackupProblem] {
    let path = "\(folder)/\(database.kind.path)"
    let fault: String?
    switch database.kind {
    case .sqlite:
      do throws(StoreError) {
        let copy = try CallStore.check(copy: path)
        fault =
          copy.contents == database.contents && copy.cursor == database.cursor
            && copy.schema == database.schema
          ? nil : "it does not hold what the manifest says"
      } catch { fault = "\(error)" }
    case .postgresql:
      do throws(BackupError) {
        try Program(name: "pg_restore", arguments: ["--list", path]).run()
        fault = nil
      } catch {
        guard case .programFailed = error else { throw error }
        fault = "\(error)"
      }
    }
    return fault.map { [BackupProblem(path: database.kind.path, fault: $0)] } ?? []
  }

  private func journalProblems(_ manifest: BackupManifest) -> [BackupProblem] {
    guard let journal = manifest.journal else { return [] }
    do throws(BackupError) {
      let found = try JournalCopy.facts(
        folder, after: manifest.database.cursor, identity: journal.identity)
      return found == journal
        ? [] : [BackupProblem(path: DataFolder.journal, fault: "its records are not the manifest's")]
    } catch { return [BackupProblem(path: DataFolder.journal, fault: "\(error)")] }
  }

  /// Restores a PostgreSQL backup into an empty database and counts what is there then. What it has made stays.
  public func restoreForProof(
    _ manifest: BackupManifest, into options: PostgresOptions
  ) throws(BackupError) -> [BackupProblem] {
    guard manifest.database.kind == .postgresql else {
      throw .otherDatabase(backup: manifest.database.kind.rawValue, target: "postgresql")
    }
    let contents = try PostgresRestore(options).run("\(folder)/\(manifest.database.kind.path)", aside: nil)
      .contents
    return contents == manifest.database.contents
      ? []
      : [
        BackupProblem(
          path: manifest.database.kind.path, fault: "restored, it does not hold what the manifest says")
      ]
  }
}
