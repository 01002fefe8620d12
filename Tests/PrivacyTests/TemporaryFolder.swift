import Foundation

/// A folder that is removed when the test is over.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "privacy-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path + "/recordings", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Every file in it, in whatever folder, with its bytes.
  func files() -> [String: Data] {
    var files: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() {
      if let data = FileManager.default.contents(atPath: "\(path)/\(name)") { files[name] = data }
    }
    return files
  }

  /// Files that hold the text.
  func holding(_ text: String) -> [String] {
    files().filter { $0.value.range(of: Data(text.utf8)) != nil }.keys.sorted()
  }

  /// As a backup would have it.
  func copy() throws -> TemporaryFolder {
    let other = try TemporaryFolder()
    try FileManager.default.removeItem(atPath: other.path)
    try FileManager.default.copyItem(atPath: path, toPath: other.path)
    return other
  }
}
