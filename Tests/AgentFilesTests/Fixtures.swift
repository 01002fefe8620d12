/// Where the repository keeps its agent files.
enum Fixtures {
  static let agents: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/fixtures/agents"
  }()
}
