import ArgumentParser
import Foundation
import Settings
import Testing

@Suite("The table of settings")
struct SettingDefinitionTests {
  @Test("has every name exactly once")
  func complete() {
    #expect(Set(SettingDefinition.all.map(\.name)) == Set(SettingName.allCases))
    #expect(SettingDefinition.all.count == SettingName.allCases.count)
  }

  @Test("has no two variables of one name, and spells them as shells want")
  func variables() {
    let names = SettingName.allCases.map(\.environmentName)
    #expect(Set(names).count == names.count)
    #expect(names.contains("STARLING_L16_BYTE_ORDER"))
    #expect(names.allSatisfy { $0.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" } })
  }

  @Test("has only defaults that would be accepted if somebody gave them", arguments: SettingName.allCases)
  func defaults(name: SettingName) throws {
    guard let text = SettingDefinition.of(name).defaultText else { return }
    let settings = try SettingsFixture.resolve(environment: [name.environmentName: text])
    #expect(settings.entry(name).shownValue == text)
  }

  @Test(
    "allows exactly the words that the types know")
  func choices() throws {
    for voice in ResolvedSettings.Voice.allCases {
      #expect(try SettingsFixture.resolve(flags: ["voice": voice.rawValue]).voice == voice)
    }
    for level in ResolvedSettings.LogLevel.allCases {
      #expect(try SettingsFixture.resolve(flags: ["log-level": level.rawValue]).logLevel == level)
    }
    for definition in SettingDefinition.all {
      guard case .choice(let words) = definition.kind else { continue }
      for word in words { _ = try SettingsFixture.resolve(flags: [definition.name.rawValue: word]) }
    }
  }

  @Test("gives every setting a flag, with its default in the help", arguments: SettingName.allCases)
  func flags(name: SettingName) throws {
    let definition = SettingDefinition.of(name)
    if definition.kind == .boolean {
      #expect(try SettingsFlags.parse([name.flag]).values == [name.rawValue: "true"])
      #expect(try SettingsFlags.parse(["--no-\(name.rawValue)"]).values == [name.rawValue: "false"])
    } else {
      #expect(try SettingsFlags.parse([name.flag, "some text"]).values == [name.rawValue: "some text"])
    }
    let help = SettingsFlags.helpMessage(columns: 400)
    #expect(help.contains(definition.help))
    #expect(help.contains(name.flag))
  }

  @Test("takes an offset west of Greenwich for a value, not for a flag")
  func negativeOffset() throws {
    #expect(try SettingsFlags.parse(["--utc-offset", "-05:00"]).values == ["utc-offset": "-05:00"])
  }

  @Test("wrote .env.example")
  func environmentExample() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = try String(contentsOf: root.appending(path: ".env.example"), encoding: .utf8)
    #expect(file == EnvironmentExample.text)
  }
}
