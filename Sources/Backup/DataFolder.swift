internal import Foundation
internal import Journal

/// A data folder: what in it is a file to be copied as it is, and what is not.
///
/// Everything is, whatever it is called, but the database and the journal, which have ways of their own, what a restore
/// has put aside, and what is no plain file.
struct DataFolder {
  static let journal = "journal"
  static let database = "starling.sqlite"
  /// What a restore makes: its marker, what it has not yet put in place, what was there before.
  static let restoring = "restore-unfinished"
  static let staged = "restore-staged"
  static let asidePrefix = "before-restore-"

  let path: String

  /// Paths relative to the folder, sorted; the keys come last, so that a key that is shredded meanwhile is not kept.
  func plainFiles(besides database: String?) -> [String] {
    var found: [String] = []
    walk("", besides: database, into: &found)
    return found.sorted { Self.order($0) < Self.order($1) }
  }

  private static func order(_ path: String) -> (Int, String) { (path.hasPrefix("keys") ? 1 : 0, path) }

  private func walk(_ folder: String, besides database: String?, into found: inout [String]) {
    let full = folder.isEmpty ? path : "\(path)/\(folder)"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: full)) ?? [] {
      let relative = folder.isEmpty ? name : "\(folder)/\(name)"
      guard !isOwn(name, in: folder, besides: database) else { continue }
      let kind = Self.kind("\(path)/\(relative)")
      if kind == .typeDirectory { walk(relative, besides: database, into: &found) }
      if kind == .typeRegular { found.append(relative) }
    }
  }

  private func isOwn(_ name: String, in folder: String, besides database: String?) -> Bool {
    if folder == Self.journal { return JournalContents.owns(name) }
    guard folder.isEmpty else { return false }
    if name == Self.restoring || name == Self.staged || name.hasPrefix(Self.asidePrefix) { return true }
    return database.map {
      name.hasPrefix($0) && ["", "-wal", "-shm", "-journal"].contains(name.dropFirst($0.count))
    }
      ?? false
  }

  /// Names of the first level that a restore would replace and that hold something.
  func occupied() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { name in
      if name == Self.staged || name == Self.restoring || name.hasPrefix(Self.asidePrefix) { return false }
      guard Self.kind("\(path)/\(name)") == .typeDirectory else { return true }
      let inside = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")) ?? []
      return name == Self.journal ? inside.contains { $0 != "lock" } : !inside.isEmpty
    }.sorted()
  }

  private static func kind(_ path: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
  }

  /// Whether `inner` is `outer` or lies in it, whatever links lead there.
  static func contains(_ outer: String, _ inner: String) -> Bool {
    let outer = resolved(outer)
    let inner = resolved(inner)
    return inner == outer || inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
  }

  /// The real path, as far as it exists.
  private static func resolved(_ path: String) -> String {
    var url = URL(fileURLWithPath: path).standardizedFileURL
    var rest: [String] = []
    while url.path != "/", !FileManager.default.fileExists(atPath: url.path) {
      rest.insert(url.lastPathComponent, at: 0)
      url.deleteLastPathComponent()
    }
    url = url.resolvingSymlinksInPath()
    for part in rest { url.appendPathComponent(part) }
    return url.path
  }
}
