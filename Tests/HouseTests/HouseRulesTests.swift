import Testing

@Suite("The house's rules, on files that break them")
struct HouseRulesTests {
  private func file(_ path: String, _ text: String) -> SourceFile {
    SourceFile(path: "Sources/\(path)", text: text)
  }

  @Test(
    "imports are found in every spelling",
    arguments: [
      ("import Audio\n", ["Audio"]), ("public import Audio", ["Audio"]),
      ("@testable import Audio\n", ["Audio"]),
      ("  internal   import Audio // why\n", ["Audio"]), ("import struct Foundation.URL\n", ["Foundation"]),
      ("#if canImport(Glibc)\n  import Glibc\n#endif\n", ["Glibc"]), ("import A; import B", ["A"]),
      ("@preconcurrency public import Wire\nimport Audio\n", ["Wire", "Audio"]),
    ])
  func importSpellings(text: String, imports: [String]) {
    #expect(file("X/Y.swift", text).imports == imports)
  }

  @Test(
    "what only looks like an import is none",
    arguments: [
      "// import Audio\n", "/* \n import Audio\n*/", "/* /* */ \nimport Audio */",
      "let x = \"\"\"\n  import Audio\n  \"\"\"",
      "let importer = Audio()", "let x = #\"\"\"\n\"\nimport Audio\n\"\"\"#",
    ])
  func noImports(text: String) {
    #expect(file("X/Y.swift", text).imports == [])
  }

  @Test("code after literals with quotes and escapes is still seen")
  func codeAfterLiterals() {
    let text = "let a = \"\\\"//\" ; let b = #\"\"\"# ; let c = 1 /* \" */ + 2\nimport Audio\n"
    #expect(file("X/Y.swift", text).imports == ["Audio"])
  }

  @Test(
    "a forbidden import is named with its file",
    arguments: [
      ("Audio/A.swift", "import Foundation"), ("Audio/A.swift", "import Wire"),
      ("Wire/A.swift", "import Glibc"),
      ("Providers/A.swift", "import EmbeddedSpeech"), ("Recording/A.swift", "import Storage"),
      ("CallSimulator/A.swift", "import CallEngine"), ("callsim/A.swift", "import CallEngine"),
      ("ProviderSimulator/A.swift", "import Wire"), ("ProviderSimulator/A.swift", "import Networking"),
      ("CallCore/A.swift", "import Networking"), ("Conversation/A.swift", "import Dispatch"),
      ("Nowhere/A.swift", ""),
    ])
  func forbidden(path: String, text: String) {
    let complaints = HouseRules.imports([file(path, text)])
    #expect(complaints.count == 1)
    #expect(complaints.first?.hasPrefix("Sources/\(path): ") == true)
  }

  @Test("allowed imports pass")
  func allowed() {
    let good = [
      file("Audio/A.swift", "import Synchronization"),
      file("CallCore/A.swift", "import Wire\nimport TurnTaking"),
      file("Networking/A.swift", "internal import CWebSockets\nimport Glibc"),
      file("CallEngine/A.swift", "import Networking\nimport CallCore"),
    ]
    #expect(HouseRules.imports(good) == [])
    #expect(HouseRules.shims(good) == [])
  }

  @Test("a C library in a foreign target is named with its owner")
  func shims() {
    #expect(
      HouseRules.shims([file("CallEngine/A.swift", "import COpus")])
        == ["Sources/CallEngine/A.swift: COpus belongs to OpusCodec"])
  }

  @Test("files that are too long, misnamed, talkative or unfinished are named")
  func tidiness() {
    let long = file("Audio/Long.swift", String(repeating: "\n", count: 701))
    #expect(HouseRules.length([long]).count == 1)
    #expect(HouseRules.length([file("Audio/Long.swift", String(repeating: "\n", count: 700))]) == [])

    #expect(HouseRules.names([file("Audio/Ring.swift", "struct Rung {}")]).count == 1)
    let wellNamed = [
      file("Audio/Ring.swift", "public struct Ring<Element>: ~Copyable {}"),
      file("starling/main.swift", "run()"),
      file("Audio/Ring+Reading.swift", "extension Ring {}"),
      file("Audio/Ring+Reading.swift", "extension Audio.Ring {}"),
      file("Networking/DescriptorLimit.swift", "public func raiseDescriptorLimit(to wanted: Int) {}"),
    ]
    #expect(HouseRules.names(wellNamed) == [])

    #expect(
      HouseRules.printing([file("Audio/A.swift", "f()\n  print(1)")]) == [
        "Sources/Audio/A.swift:2: a library does not print"
      ])
    #expect(
      HouseRules.printing([file("Audio/A.swift", "fingerprint(1); x.print(2); // print(3)\n\"print(4)\"")])
        == [])
    #expect(HouseRules.printing([file("starling/A.swift", "print(1)")]) == [])

    #expect(HouseRules.reminders([file("Audio/A.swift", "// TO" + "DO: later")]).count == 1)
  }

  @Test("links are found in prose and not in code")
  func links() {
    let page = """
      See [a](../a.md#part), ![b](img/b.png "title"), [web](https://x.example/y), [here](#below), `[no](no.md)`.
      ```
      [no](no.md)
      ```
      [last](c.md)
      """
    #expect(MarkdownLinks.relative(in: page) == ["../a.md", "img/b.png", "c.md"])
  }
}
