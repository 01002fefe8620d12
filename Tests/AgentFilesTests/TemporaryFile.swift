import Foundation

/// A file of one repeated byte that lives for one closure.
enum TemporaryFile {
  static func with(bytes count: Int, of byte: UInt8 = 0x23, _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("agent-\(UUID().uuidString).yaml")
    try Data(repeating: byte, count: count).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }
}

extension String {
  init(contentsOfFixture name: String) throws {
    try self.init(contentsOfFile: Fixtures.agents + "/" + name, encoding: .utf8)
  }
}
