import Foundation

/// The work tree that these tests were built from.
enum Repository {
  /// Symbolic links are followed, so that the rules see the real tree.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file below a folder, by path.
  static func swiftFiles(below folder: String) throws -> [SourceFile] {
    try paths(below: folder, ending: ".swift").map { SourceFile(path: $0, text: try text($0)) }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// Files below a folder, hidden ones and what git ignores left out; sorted.
  static func paths(below folder: String, ending: String) throws -> [String] {
    let found = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
    return found.filter { $0.hasSuffix(ending) && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
      .map { "\(folder)/\($0)" }.sorted()
  }

  /// The folders in a folder, hidden ones left out; sorted.
  static func folders(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).filter { name in
      var isDirectory: ObjCBool = false
      let path = root.appending(path: "\(folder)/\(name)").path
      let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      return exists && isDirectory.boolValue && !name.hasPrefix(".")
    }.sorted()
  }

  /// What stands at the top, but for what git ignores there and dot files.
  static func topLevel() throws -> [String] {
    let ignored = Set(
      try text(".gitignore").split(separator: "\n").map {
        $0.hasSuffix("/") ? String($0.dropLast()) : String($0)
      })
    return try FileManager.default.contentsOfDirectory(atPath: root.path)
      .filter { !ignored.contains($0) && !$0.hasPrefix(".") && !$0.hasSuffix(".profraw") }.sorted()
  }
}
