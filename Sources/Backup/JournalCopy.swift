internal import Foundation
internal import Journal

/// A journal in a folder of its own: what a backup has of it.
enum JournalCopy {
  /// Copies segments and the mark into `folder`/journal.
  static func write(
    _ contents: JournalContents, to folder: String
  ) throws(BackupError) -> [BackupManifest.File] {
    var files: [BackupManifest.File] = []
    for (name, file) in contents.segments {
      let path = "\(DataFolder.journal)/\(name)"
      let copied = try FileCopier().copy(to: "\(folder)/\(path)", as: path) {
        count, offset throws(BackupError) in
        try BackupError.journaling { () throws(JournalError) in try file.read(count, at: offset) }
      }
      files.append(copied)
    }
    guard !contents.mark.isEmpty else { return files }
    let path = "\(DataFolder.journal)/\(JournalContents.markName)"
    files.append(
      try FileCopier().copy(to: "\(folder)/\(path)", as: path) { _, _ throws(BackupError) in contents.mark })
    return files
  }

  /// Reads what is behind a record in `folder`/journal.
  static func facts(
    _ folder: String, after cursor: UInt64, identity: String?
  ) throws(BackupError) -> BackupManifest.Journal {
    var reader = JournalReader(
      files: SystemJournalFiles(path: "\(folder)/\(DataFolder.journal)"), after: cursor)
    var count = 0
    let (last, unreadable) = try BackupError.journaling { () throws(JournalError) -> (UInt64, UInt64) in
      while try reader.next() != nil { count += 1 }
      return (reader.position, reader.skipped)
    }
    return BackupManifest.Journal(identity: identity, records: count, last: last, unreadable: unreadable)
  }
}
