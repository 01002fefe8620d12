internal import Foundation
internal import Journal
internal import Records
internal import Storage

/// Brings a backup back.
///
/// The backup is verified; everything is copied beside what is there, and its sums are compared once more; then what was
/// there is moved aside and the copies are moved into place. The journal's lock is held all the time. While names move,
/// a marker keeps engines from starting (`isUnfinished`).
public struct BackupRestorer {
  public struct Options: Sendable {
    /// What is there is moved aside; else it is a failure.
    public var force = false
    /// The journal that is in the data folder outlived the database: its records behind the backup's are kept.
    public var keepsJournal = false
    /// Distinguishes what is moved aside, such as `20261121-150405`.
    public var stamp: String

    public init(force: Bool = false, keepsJournal: Bool = false, stamp: String) {
      self.force = force
      self.keepsJournal = keepsJournal
      self.stamp = stamp
    }
  }

  private let data: DataFolder
  private let database: BackupDatabase
  private let options: Options
  private let progress: (BackupProgress) -> Void

  public init(
    data: String, database: BackupDatabase, options: Options,
    progress: @escaping (BackupProgress) -> Void = { _ in }
  ) {
    self.data = DataFolder(path: data)
    self.database = database
    self.options = options
    self.progress = progress
  }

  /// Whether a restore into a data folder was broken off, so that nothing may use it.
  public static func isUnfinished(_ data: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(data)/\(DataFolder.restoring)")
  }

  public func restore(_ folder: String) throws(BackupError) -> RestoreReport {
    let manifest = try BackupManifest.read(folder)
    guard manifest.database.kind == database.kind else {
      throw .otherDatabase(
        backup: manifest.database.kind.rawValue, target: database.kind.rawValue)
    }
    let problems = try BackupVerifier(folder, progress: progress).problems(in: manifest)
    if !problems.isEmpty { throw .damaged(problems: problems) }
    try FileCopier.makeFolder(data.path)
    let lock = try BackupError.journaling { () throws(JournalError) in
      try SystemJournalFiles(path: "\(data.path)/\(DataFolder.journal)").lock()
    }
    return try withExtendedLifetime(lock) { () throws(BackupError) in
      try checkTarget()
      return try restore(folder, manifest)
    }
  }

  private func checkTarget() throws(BackupError) {
    guard !options.force else { return }
    if Self.isUnfinished(data.path) { throw .unfinishedRestore(path: data.path) }
    let names = data.occupied().filter { !options.keepsJournal || $0 != DataFolder.journal }
    if !names.isEmpty { throw .targetInUse(what: "\(data.path) holds \(names.joined(separator: ", "))") }
    switch database {
    case .sqlite(let path):
      if FileManager.default.fileExists(atPath: path) { throw .targetInUse(what: "\(path) is there") }
    case .postgresql(let options): try PostgresRestore(options).checkEmpty()
    }
  }

  private func restore(_ folder: String, _ manifest: BackupManifest) throws(BackupError) -> RestoreReport {
    let staged = "\(data.path)/\(DataFolder.staged)"
    try Self.remove(staged)
    try FileCopier.makeFolder(staged)
    var report = RestoreReport(
      manifest: manifest, journalRecords: manifest.journal?.records ?? 0, keptJournal: false)
    do throws(BackupError) {
      try stage(folder, manifest, in: staged)
      if options.keepsJournal {
        report.journalRecords = try addLiveJournal(to: staged, manifest)
        report.keptJournal = true
      }
      report.schemaAside = try restoreServer(folder, manifest)
    } catch {
      try? FileManager.default.removeItem(atPath: staged)
      throw error
    }
    let marker = "\(data.path)/\(DataFolder.restoring)"
    try Self.remove(marker)
    try FileCopier.write(Array("\(manifest.finished)\n".utf8), to: marker)
    try FileCopier.syncFolder(data.path)
    report.aside = try moveAside()
    try moveIn(staged)
    try checkInPlace(manifest)
    try Self.remove(marker)
    try FileCopier.syncFolder(data.path)
    return report
  }

  // MARK: Steps

  private func stage(
    _ folder: String, _ manifest: BackupManifest, in staged: String
  ) throws(BackupError) {
    for (done, file) in manifest.files.enumerated() {
      progress(.files(done: done, of: manifest.files.count))
      guard let path = place(of: file.path) else { continue }
      let copied = try FileCopier().copy("\(folder)/\(file.path)", to: "\(staged)/\(path)", as: file.path)
      guard copied == file else {
        throw .damaged(problems: [BackupProblem(path: file.path, fault: "it changed while it was copied")])
      }
    }
  }

  /// A file's path in the data folder; nil for a dump.
  private func place(of path: String) -> String? {
    if path.hasPrefix("files/") { return String(path.dropFirst("files/".count)) }
    if path == BackupManifest.DatabaseKind.sqlite.path { return DataFolder.database }
    return path.hasPrefix("\(DataFolder.journal)/") ? path : nil
  }

  /// Puts the segments that are in the data folder over those of the backup, and sees that nothing is between them.
  private func addLiveJournal(
    to staged: String, _ manifest: BackupManifest
  ) throws(BackupError) -> Int {
    let cursor = manifest.database.cursor
    let files = SystemJournalFiles(path: "\(data.path)/\(DataFolder.journal)")
    let contents = try BackupError.journaling { () throws(JournalError) in
      try JournalHold(files: files).contents(after: cursor)
    }
    guard let contents else { throw .journalDoesNotFit(reason: "there is none") }
    if let known = manifest.journal?.identity, contents.identity != known {
      throw .journalDoesNotFit(reason: "it is not the one that was backed up")
    }
    for name in contents.segments.map(\.name) + [JournalContents.markName] {
      try Self.remove("\(staged)/\(DataFolder.journal)/\(name)")
    }
    _ = try JournalCopy.write(contents, to: staged)
    let facts = try JournalCopy.facts(staged, after: cursor, identity: contents.identity)
    let before = manifest.journal?.unreadable ?? 0
    guard facts.unreadable <= before else {
      throw .journalDoesNotFit(
        reason: "\(facts.unreadable - before) records between the backup and it are gone")
    }
    return facts.records
  }

  /// The only step that is not in the data folder. It is whole or nothing, and comes before names are moved.
  private func restoreServer(_ folder: String, _ manifest: BackupManifest) throws(BackupError) -> String? {
    guard case .postgresql(let server) = database else { return nil }
    let aside = options.force ? "before_restore_\(options.stamp.filter { $0.isNumber })" : nil
    let restored = try PostgresRestore(server).run(
      "\(folder)/\(manifest.database.kind.path)", aside: aside)
    try Self.compare(restored.contents, manifest)
    return restored.isAside ? aside : nil
  }

  private func moveAside() throws(BackupError) -> String? {
    var aside = "\(data.path)/\(DataFolder.asidePrefix)\(options.stamp)"
    while FileManager.default.fileExists(atPath: aside) { aside += "-more" }
    try FileCopier.makeFolder(aside)
    // The journal's folder as well when only its lock is in it: the lock stays held.
    for name in Set(data.occupied()).union([DataFolder.journal]).sorted() {
      try FileCopier.rename("\(data.path)/\(name)", to: "\(aside)/\(name)")
    }
    if case .sqlite(let path) = database, database.name(in: data) == nil {
      for suffix in ["", "-wal", "-shm", "-journal"] {
        guard FileManager.default.fileExists(atPath: path + suffix) else { continue }
        try FileCopier.rename(path + suffix, to: "\(path).\(DataFolder.asidePrefix)\(options.stamp)\(suffix)")
      }
    }
    if DataFolder(path: aside).occupied().isEmpty {
      try Self.remove(aside)
      return nil
    }
    try FileCopier.syncFolder(aside)
    return aside
  }

  private func moveIn(_ staged: String) throws(BackupError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: staged)) ?? []
    for name in names.sorted() {
      if name == DataFolder.database, case .sqlite(let path) = database, database.name(in: data) == nil {
        try put("\(staged)/\(name)", at: path)
        continue
      }
      let target = "\(data.path)/\(name)"
      // An empty folder may be there.
      if FileManager.default.fileExists(atPath: target) { try Self.remove(target) }
      try FileCopier.rename("\(staged)/\(name)", to: target)
    }
    try FileCopier.syncFolder(data.path)
    try Self.remove(staged)
  }

  /// The database of another folder, which may be on another disk.
  private func put(_ file: String, at path: String) throws(BackupError) {
    let near = "\(path).\(DataFolder.staged)"
    try Self.remove(near)
    _ = try FileCopier().copy(file, to: near, as: path)
    try FileCopier.rename(near, to: path)
    try FileCopier.syncFolder(BackupWriter.parent(of: path))
  }

  /// Opens what is in place now.
  private func checkInPlace(_ manifest: BackupManifest) throws(BackupError) {
    guard case .sqlite(let path) = database else { return }
    let copy = try BackupError.storing { () throws(StoreError) in try CallStore.check(copy: path) }
    try Self.compare(copy.contents, manifest)
  }

  private static func compare(
    _ contents: StoreContents, _ manifest: BackupManifest
  ) throws(BackupError) {
    guard contents == manifest.database.contents else {
      throw .damaged(problems: [
        BackupProblem(
          path: manifest.database.kind.path,
          fault: "restored, it holds \(contents.calls) calls and \(contents.segments) segments; "
            + "\(manifest.database.contents.calls) and \(manifest.database.contents.segments) are expected")
      ])
    }
  }

  private static func remove(_ path: String) throws(BackupError) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch CocoaError.fileNoSuchFile {
      return
    } catch { throw .file(operation: "remove", path: path, code: EACCES) }
  }
}
