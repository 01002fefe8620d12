internal import Foundation
internal import Journal

/// Makes backups while an engine runs.
///
/// First the database as it is at one moment, then the journal's segments behind that moment's cursor, then all other
/// files of the data folder, the keys last. So what the database does not have is in the segments, which are held open
/// from the beginning and cannot be removed before they are copied; what both have is passed over when it is stored
/// again, since records have numbers. A recording is copied after every record that names it.
public struct BackupWriter {
  private let data: DataFolder
  private let database: BackupDatabase
  private let program: String
  private let progress: (BackupProgress) -> Void

  /// - Parameter program: the release, for the manifest.
  public init(
    data: String, database: BackupDatabase, program: String,
    progress: @escaping (BackupProgress) -> Void = { _ in }
  ) {
    self.data = DataFolder(path: data)
    self.database = database
    self.program = program
    self.progress = progress
  }

  /// Makes a backup in a folder that is not there or empty. Its name appears when all of it is on the disk; what fails
  /// leaves nothing.
  public func write(to folder: String) throws(BackupError) -> BackupManifest {
    try check(folder)
    let staging = "\(folder).part-\(UUID().uuidString.prefix(8))"
    try FileCopier.makeFolder(staging)
    do throws(BackupError) {
      let manifest = try fill(staging)
      try FileCopier.write(try manifest.encoded(), to: "\(staging)/\(BackupManifest.name)")
      try Self.syncFolders(staging, of: manifest)
      try FileCopier.rename(staging, to: folder)
      try FileCopier.syncFolder(Self.parent(of: folder))
      return manifest
    } catch {
      try? FileManager.default.removeItem(atPath: staging)
      throw error
    }
  }

  private func check(_ folder: String) throws(BackupError) {
    if DataFolder.contains(data.path, folder) { throw .insideData(path: folder) }
    var isFolder: ObjCBool = false
    // Sound: the flag is written before the call returns.
    if unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
      guard isFolder.boolValue, names?.isEmpty == true else { throw .occupied(path: folder) }
    }
    let mark = "\(data.path)/\(DataFolder.restoring)"
    if FileManager.default.fileExists(atPath: mark) { throw .unfinishedRestore(path: data.path) }
  }

  private func fill(_ staging: String) throws(BackupError) -> BackupManifest {
    let started = Date()
    let journalFiles = SystemJournalFiles(path: "\(data.path)/\(DataFolder.journal)")
    var hold: JournalHold?
    if FileManager.default.fileExists(atPath: journalFiles.path) {
      hold = try BackupError.journaling { () throws(JournalError) in try JournalHold(files: journalFiles) }
    }
    let identity = try BackupError.journaling { () throws(JournalError) in
      try hold?.contents(after: .max)?.identity
    }
    let facts = try database.copy(into: staging, journal: identity) { share throws(BackupError) in
      progress(.database(share))
      try BackupError.journaling { () throws(JournalError) in try hold?.refresh() }
    }
    progress(.journal)
    var files: [BackupManifest.File] = []
    var journal: BackupManifest.Journal?
    if let hold { journal = try copy(hold, after: facts.cursor, to: staging, &files) }
    let vanished = try copyPlainFiles(to: staging, &files)
    // The copy is read back from the disk's cache: the sum is of what is there.
    files.insert(
      try FileCopier().sum("\(staging)/\(facts.kind.path)", as: facts.kind.path), at: 0)
    return BackupManifest(
      program: program, started: Self.text(started), finished: Self.text(Date()), database: facts,
      journal: journal, files: files, vanished: vanished)
  }

  private func copy(
    _ hold: JournalHold, after cursor: UInt64, to staging: String, _ files: inout [BackupManifest.File]
  ) throws(BackupError) -> BackupManifest.Journal? {
    let contents = try BackupError.journaling { () throws(JournalError) in try hold.contents(after: cursor) }
    guard let contents else { return nil }
    files += try JournalCopy.write(contents, to: staging)
    return try JournalCopy.facts(staging, after: cursor, identity: contents.identity)
  }

  /// A file that is gone when its turn comes is noted and no failure: retention and erasure go on meanwhile.
  private func copyPlainFiles(
    to staging: String, _ files: inout [BackupManifest.File]
  ) throws(BackupError) -> [String] {
    let paths = data.plainFiles(besides: database.name(in: data))
    var vanished: [String] = []
    for (done, path) in paths.enumerated() {
      progress(.files(done: done, of: paths.count))
      let name = "files/\(path)"
      if let file = try FileCopier().copy("\(data.path)/\(path)", to: "\(staging)/\(name)", as: name) {
        files.append(file)
      } else {
        vanished.append(path)
      }
    }
    return vanished
  }

  private static func syncFolders(_ folder: String, of manifest: BackupManifest) throws(BackupError) {
    var folders: Set<String> = [folder]
    for file in manifest.files {
      var path = parent(of: "\(folder)/\(file.path)")
      while folders.insert(path).inserted { path = parent(of: path) }
    }
    for path in folders { try FileCopier.syncFolder(path) }
  }

  static func parent(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  private static func text(_ date: Date) -> String { date.ISO8601Format() }
}
