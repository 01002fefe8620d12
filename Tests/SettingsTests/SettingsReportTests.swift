import Foundation
import Settings
import Testing

@Suite("Settings report")
struct SettingsReportTests {
  private func settings() throws -> ResolvedSettings {
    try SettingsFixture.resolve(
      flags: ["drain-timeout": "90"], environment: ["STARLING_UTC_OFFSET": "-03:30"], yaml: "port: 80\n")
  }

  @Test("shows name, value and where it came from, in the table's order")
  func table() throws {
    let lines = SettingsReport(try settings()).table.split(separator: "\n").map(String.init)
    #expect(lines.count == SettingName.allCases.count + 1)
    let rows = lines.map { $0.split(separator: " ").map(String.init) }
    #expect(rows[0] == ["setting", "value", "from"])
    #expect(rows.contains(["port", "80", "starling.yaml:1:7"]))
    #expect(rows.contains(["drain-timeout", "90s", "--drain-timeout"]))
    #expect(rows.contains(["utc-offset", "-03:30", "STARLING_UTC_OFFSET"]))
    #expect(rows.contains(["media-token", "-", "default"]))
    #expect(Set(lines.map { $0.prefix { $0 != " " }.count < 20 }) == [true])
  }

  @Test("as JSON holds the same, with null for what is unset")
  func json() throws {
    struct Row: Decodable {
      let name: String
      let value: String?
      let from: String
      let environment: String
      let secret: Bool
    }
    let text = SettingsReport(try settings()).json
    let rows = try JSONDecoder().decode([Row].self, from: Data(text.utf8))
    #expect(rows.map(\.name) == SettingDefinition.all.map(\.name.rawValue))
    let port = try #require(rows.first { $0.name == "port" })
    #expect(port.value == "80" && port.from == "starling.yaml:1:7" && port.environment == "STARLING_PORT")
    let token = try #require(rows.first { $0.name == "media-token" })
    #expect(token.value == nil && token.secret)
    #expect(text.contains("\"value\" : null"))
  }
}
