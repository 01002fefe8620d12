import Foundation
import Settings
import Testing

@Suite("Settings file")
struct SettingsFileTests {
  @Test(
    "values may be plain or quoted, and any spelling of true and false will do",
    arguments: [
      "port: 77\nrecord: yes", "port: \"77\"\nrecord: 'on'", "{port: 77, record: true}",
      "# c\nport:   77 # d\nrecord: 1",
    ])
  func spellings(yaml: String) throws {
    let settings = try SettingsFixture.resolve(yaml: yaml)
    #expect(settings.port == 77)
    #expect(settings.recordsCalls)
  }

  @Test(
    "an empty file, or one of comments, sets nothing", arguments: ["", "\n", "# nothing\n", "---\n", "~\n"])
  func empty(yaml: String) {
    #expect(SettingsFixture.problems(yaml: yaml) == [])
  }

  @Test(
    "what is not a mapping of single values is refused with its place",
    arguments: [
      ("- port\n", "starling.yaml:1:1: the file is not a mapping"),
      ("just text\n", "starling.yaml:1:1: the file is not a mapping"),
      ("port:\n", "starling.yaml:1:6: port has no value"),
      ("host: ~\n", "starling.yaml:1:7: host has no value"),
      ("port:\n  a: 1\n", "starling.yaml:2:3: port is a list or a mapping, not one value"),
      ("port: 1\nport: 2\n", "starling.yaml:1:1: given more than once: port"),
      ("? [a]\n: 1\n", "starling.yaml:1:3: a key is not a word"),
      ("port: 1\n  host: x\n", "starling.yaml:2:7: not YAML: mapping values are not allowed"),
      ("port: *nowhere\n", "starling.yaml:1:7: not YAML:"),
      ("port: 1\n---\nport: 2\n", "starling.yaml:2:1: not YAML:"),
      ("port: \"unclosed\n", "starling.yaml:2:1: not YAML: found unexpected end of stream"),
    ])
  func malformed(yaml: String, start: String) {
    let problems = SettingsFixture.problems(yaml: yaml)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix(start) == true, "\(problems)")
  }

  @Test("deep nesting and torn text are errors, not traps")
  func hostile() {
    #expect(!SettingsFixture.problems(yaml: String(repeating: "[", count: 60_000)).isEmpty)
    #expect(!SettingsFixture.problems(yaml: String(repeating: "{a: ", count: 15_000)).isEmpty)
    let good = "port: 3650\nhost: \"0.0.0.0\"\nrecord: yes\nutc-offset: +01:00\n"
    for length in 0...good.count {
      _ = SettingsFixture.problems(yaml: String(good.prefix(length)))
    }
  }

  @Test("the named file is read; one that is missing, too large or no text is refused by its name")
  func reading() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
      let url = directory.appending(path: name)
      try Data(bytes).write(to: url)
      return url.path
    }
    let good = try file("good.yaml", Array("port: 99\n".utf8))
    let flag = try ResolvedSettings.load(
      flags: ["config": good], environment: ["STARLING_CONFIG": "/nowhere"])
    #expect(flag.port == 99)
    #expect(flag.entry(.port).source == .file(good, line: 1, column: 7))
    let variable = try ResolvedSettings.load(flags: [:], environment: ["STARLING_CONFIG": good])
    #expect(variable.port == 99)

    let large = try file("large.yaml", Array(repeating: UInt8(ascii: "#"), count: 65_537))
    let binary = try file("binary.yaml", [0xFF, 0xFE, 0x00])
    for path in [directory.path + "/missing.yaml", directory.path, large, binary] {
      do {
        _ = try SettingsFile.find(flag: path, environment: [:])
        Issue.record("\(path) was read")
      } catch {
        #expect(error.problems.count == 1)
        #expect(error.description.hasPrefix("--config: \(path) "))
      }
    }
  }
}
