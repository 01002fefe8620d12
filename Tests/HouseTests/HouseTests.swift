import Foundation
import Testing

@Suite("The house")
struct HouseTests {
  private static let sources = Result { try Repository.swiftFiles(below: "Sources") }
  private static let tests = Result { try Repository.swiftFiles(below: "Tests") }

  private func sources() throws -> [SourceFile] {
    let files = try Self.sources.get()
    try #require(files.count > 20, "no sources below \(Repository.root.path)")
    return files
  }

  @Test("every module imports only what its row of the table allows")
  func imports() throws {
    let complaints = HouseRules.imports(try sources())
    #expect(complaints == [])
  }

  @Test("C names never leave the one target that owns the library")
  func shims() throws {
    let complaints = HouseRules.shims(try sources())
    #expect(complaints == [])
    let shims = try Repository.folders(in: "CShims")
    #expect(shims.filter { HouseTable.shimOwners[$0] == nil } == [], "a shim without an owner")
  }

  @Test("the table itself: pure knows no edge, edges know no other, the simulator knows no engine")
  func table() {
    for row in HouseTable.rows {
      switch row.floor {
      case .pure: #expect(row.mayImport.isSubset(of: HouseTable.pure), "\(row.module)")
      case .edge where row.module == "CloudProviders": break  // by design on top of Networking
      case .edge: #expect(row.mayImport.isDisjoint(with: HouseTable.edges), "\(row.module)")
      case .whole, .app: break
      }
      #expect(HouseTable.edges.contains(row.module) == (row.floor == .edge), "\(row.module)")
      #expect(HouseTable.pure.contains(row.module) == (row.floor == .pure), "\(row.module)")
    }
    #expect(HouseTable.row("CallSimulator")?.mayImport.contains("CallEngine") == false)
    #expect(HouseTable.row("callsim")?.mayImport.contains("CallEngine") == false)
    for module in ["Wire", "Networking", "CallEngine", "CloudProviders", "Audio"] {
      #expect(HouseTable.row("ProviderSimulator")?.mayImport.contains(module) == false)
    }
  }

  @Test("no source file is longer than a person reads in one sitting")
  func length() throws {
    let complaints = HouseRules.length(try sources())
    #expect(complaints == [])
  }

  @Test("a file is named after what it declares")
  func names() throws {
    let complaints = HouseRules.names(try sources())
    #expect(complaints == [])
  }

  @Test("libraries do not print")
  func printing() throws {
    let complaints = HouseRules.printing(try sources())
    #expect(complaints == [])
  }

  @Test("nothing is left to be done in a comment")
  func reminders() throws {
    let complaints = HouseRules.reminders(try sources() + Self.tests.get())
    #expect(complaints == [])
  }

  @Test("every library has its DocC page")
  func documentation() throws {
    let missing = try Repository.folders(in: "Sources").filter { module in
      HouseTable.row(module)?.floor != .app
        && !Repository.exists("Sources/\(module)/\(module).docc/\(module).md")
    }
    #expect(missing == [])
  }

  @Test("the top level holds what it always holds")
  func topLevel() throws {
    let known: Set<String> = [
      "Package.swift", "Sources", "CShims", "Tests", "Benchmarks", "fixtures", "docker", "README.md",
      "Makefile",
      "LICENSE", "NOTICE", "CHANGELOG.md",
    ]
    #expect(try Repository.topLevel().filter { !known.contains($0) } == [])
  }

  @Test("every relative link in a Markdown page leads somewhere")
  func links() throws {
    let pages =
      try ["Sources", "Tests", "CShims", "Benchmarks", "fixtures", "docker", ".github"].filter(
        Repository.exists
      )
      .flatMap { try Repository.paths(below: $0, ending: ".md") }
      + ["README.md", "CHANGELOG.md"].filter(Repository.exists)
    let broken = try pages.flatMap { page in
      let folder = page.split(separator: "/").dropLast().joined(separator: "/")
      return MarkdownLinks.relative(in: try Repository.text(page))
        .filter { !Repository.exists(folder.isEmpty ? $0 : "\(folder)/\($0)") }.map { "\(page): \($0)" }
    }
    #expect(broken == [])
    #expect(pages.count > 5)
  }
}
